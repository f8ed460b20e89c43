package dev.tulle.cli.local.pod;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Passes when a command that runs in the container exits with 0. At the end of its time it is
/// killed, with what it has started.
record ExecCheck(Attempt attempt, List<String> command) implements Check {

  @Override
  public Verdict ask(Duration timeout) throws InterruptedException {
    try {
      var process =
          PodExec.inside(attempt, command)
              .redirectInput(new java.io.File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
          return Verdict.failed("command %s timed out after %s".formatted(command, timeout));
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      return process.exitValue() == 0
          ? Verdict.PASSED
          : Verdict.failed("command %s exited with %d".formatted(command, process.exitValue()));
    } catch (IOException e) {
      return Verdict.failed(e);
    }
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(200);
  }
}
