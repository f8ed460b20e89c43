package dev.tulle.cli.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs `./tulle` of this checkout and other programs, with all that Tulle keeps in one directory.
record Programs(Path directory) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The root of this checkout: where `./tulle` stands.
  static Path repository() {
    var directory = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(directory.resolve("tulle"))) {
      var parent = directory.getParent();
      if (parent == null) {
        throw new IllegalStateException("no ./tulle above the working directory");
      }
      directory = parent;
    }
    return directory;
  }

  ProcessBuilder tulle(String... arguments) {
    var line = new ArrayList<String>();
    line.add(repository().resolve("tulle").toString());
    line.addAll(List.of(arguments));
    return any(line);
  }

  ProcessBuilder any(List<String> line) {
    var builder = new ProcessBuilder(line);
    builder.environment().put("TULLE_RUN_DIR", directory.resolve("run").toString());
    builder.environment().put("TULLE_STATE_DIR", directory.resolve("state").toString());
    builder.environment().put("NO_COLOR", "1");
    return builder;
  }

  /// Runs to the end.
  Tulle.Result finish(ProcessBuilder builder) throws IOException, InterruptedException {
    var out = Files.createTempFile(directory, "out", ".txt");
    var err = Files.createTempFile(directory, "err", ".txt");
    var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(builder.command() + " did not end");
    }
    return new Tulle.Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
