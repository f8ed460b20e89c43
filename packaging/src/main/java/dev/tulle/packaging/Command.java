package dev.tulle.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A program of this machine, run to its end.
final class Command {

  private Command() {}

  /// What it wrote to its standard output. Throws with what it said if it does not end with 0.
  static String run(List<String> words) throws IOException, InterruptedException {
    var errors = Files.createTempFile("tulle-packaging-", ".log");
    try {
      var process =
          new ProcessBuilder(words)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectError(errors.toFile())
              .start();
      var output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException(
            "`%s` failed: %s %s"
                .formatted(String.join(" ", words), output, Files.readString(errors).strip()));
      }
      return output;
    } finally {
      Files.delete(errors);
    }
  }
}
