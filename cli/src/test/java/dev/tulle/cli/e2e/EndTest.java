package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// However it ends, nothing is left behind.
@EndToEnd
class EndTest {

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalLeavesNothingBehind(String signal, int exit) throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.serve(3);
      var belongings = Belongings.of(tulle);
      assertThat(belongings.left()).isNotEmpty();
      assertThat(tulle.end(signal)).isEqualTo(exit);
      assertThat(belongings.left()).isEmpty();
    }
  }

  @Test
  void aSignalWhileItStartsLeavesNothingBehind() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.up();
      tulle.await("the first Envoy", () -> tulle.hasEnvoy());
      var belongings = Belongings.of(tulle);
      tulle.end("TERM");
      assertThat(belongings.left()).isEmpty();
    }
  }

  @Test
  void downEndsWhatRuns() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.serve(3);
      var belongings = Belongings.of(tulle);
      var down = tulle.run("down", folder.path().toString());
      assertThat(down.exit()).as(down.err()).isZero();
      tulle.awaitEnd();
      assertThat(belongings.left()).isEmpty();
    }
  }

  @Test
  void downRemovesWhatACrashLeft() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.serve(3);
      var belongings = Belongings.of(tulle);
      tulle.kill();
      assertThat(tulle.status(Tulle.HOST, "/")).isEqualTo(200);
      var down = tulle.run("down", folder.path().toString());
      assertThat(down.exit()).as(down.err()).isZero();
      assertThat(belongings.left()).isEmpty();
    }
  }

  @Test
  void downWhereNothingRunsSaysSo() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      var down = tulle.run("down", folder.path().toString());
      assertThat(down.exit()).as(down.err()).isZero();
      assertThat(down.err()).contains("nothing").contains("was running");
    }
  }
}
