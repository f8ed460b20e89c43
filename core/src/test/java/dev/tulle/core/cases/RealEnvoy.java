package dev.tulle.core.cases;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The Envoy that the product would run, where this machine has it: `TULLE_ENVOY`, or the one in
/// the cache.
record RealEnvoy(Path binary) {

  static final String ABSENT =
      "no Envoy: set TULLE_ENVOY, or run ./tulle up once, which fetches one into the cache";

  static Optional<RealEnvoy> find() {
    var named = System.getenv("TULLE_ENVOY");
    var cache = System.getenv("XDG_CACHE_HOME");
    var home = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    var path = named == null ? home.resolve("tulle").resolve("envoy-1.40.0/envoy") : Path.of(named);
    return Files.isExecutable(path) ? Optional.of(new RealEnvoy(path)) : Optional.empty();
  }

  /// What Envoy says against a configuration in JSON; empty if it accepts it.
  String refusal(String configuration) throws IOException, InterruptedException {
    var file = Files.createTempFile("tulle-validate", ".json");
    try {
      Files.writeString(file, configuration);
      var process =
          new ProcessBuilder(
                  binary.toString(),
                  "--mode",
                  "validate",
                  "--log-level",
                  "error",
                  "-c",
                  file.toString())
              .redirectErrorStream(true)
              .start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : said;
    } finally {
      Files.delete(file);
    }
  }
}
