package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// `kill -9` at any moment, also while it starts: the next `up` gets to serving, and `down` leaves
/// nothing.
@EndToEnd
class KillsTest {

  private static final int TIMES = 10;
  private static final int LATEST_MS = 2_500;

  @Test
  void anUpAfterAKillAtAnyMomentServes() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      for (int i = 0; i < TIMES; i++) {
        tulle.up();
        Thread.sleep(random.nextInt(LATEST_MS));
        tulle.kill();
        if (random.nextInt(4) == 0) {
          assertThat(tulle.run("down", folder.path().toString()).exit()).isZero();
        }
      }
      tulle.serve(3);
      var belongings = Belongings.of(tulle);
      assertThat(tulle.end("TERM")).isEqualTo(143);
      assertThat(belongings.left()).isEmpty();
    }
  }

  @Test
  void downAfterAKillAtAnyMomentLeavesNothing() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      for (int i = 0; i < TIMES; i++) {
        tulle.up();
        tulle.await("its run directory", tulle::hasRun);
        var belongings = Belongings.of(tulle);
        Thread.sleep(random.nextInt(LATEST_MS / 2));
        tulle.kill();
        assertThat(tulle.run("down", folder.path().toString()).exit()).isZero();
        assertThat(belongings.left()).as("seed " + seed + ", kill " + i).isEmpty();
      }
    }
  }
}
