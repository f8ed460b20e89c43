package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A process that is killed costs no more than what it was about to answer, and is started again.
@EndToEnd
class CrashTest {

  // what the kernel may take to tell the proxy that a connection is gone
  private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(50);

  /// Its sidecar does not stand in for it: what comes for a program that is gone is refused, and
  /// tried elsewhere.
  @Test
  void aKilledReplicaCostsNoRequestBeyondThoseItWasAnswering() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.serve(3);
      var pids = Belongings.programs(tulle, "python");
      try (var load = tulle.load()) {
        load.more(300);
        int said = tulle.printed().length();
        long victim = pids.sequencedValues().getFirst().getFirst();
        long underWay = load.inFlight();
        var handle = ProcessHandle.of(victim).orElseThrow();
        handle.destroyForcibly();
        tulle.await("its end", () -> !handle.isAlive());
        long dead = System.nanoTime();
        tulle.await(
            "its endpoint's leave", () -> tulle.printed().indexOf("2/3 endpoints ready", said) > 0);
        tulle.awaitReplicas(3);
        load.more(600);
        load.end();
        assertThat(load.failures())
            .as(load.report())
            .hasSizeLessThanOrEqualTo((int) underWay)
            .allMatch(it -> it.began() < dead + SLACK);
      }
      var status = tulle.status().orElseThrow();
      assertThat(status.pods().stream().mapToInt(it -> it.restarts()).sum()).isEqualTo(1);
      assertThat(Belongings.programs(tulle, "python").keySet()).isEqualTo(pids.keySet());
    }
  }

  @Test
  void aKilledEnvoyIsStartedAgainEachTimeAfterALongerPause() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.serve(3);
      for (int i = 0; i < 3; i++) {
        long killed = tulle.envoyPid();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        tulle.await("another Envoy", () -> tulle.envoyPid() != killed);
        tulle.awaitAnswer(Tulle.HOST);
      }
      assertThat(tulle.printed())
          .containsSubsequence("started again in 100 ms", "in 200 ms", "in 400 ms");
      try (var load = tulle.load()) {
        load.more(600);
        load.endsWithoutFailure();
      }
    }
  }
}
