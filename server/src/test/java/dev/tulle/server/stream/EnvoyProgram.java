package dev.tulle.server.stream;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The Envoy of this machine, for tests that run it.
public final class EnvoyProgram {

  private EnvoyProgram() {}

  /// Where it is, if there is one.
  public static Optional<Path> find() {
    var set = System.getenv("TULLE_ENVOY");
    if (set != null && !set.isEmpty()) {
      return Optional.of(Path.of(set));
    }
    var cache = System.getenv("XDG_CACHE_HOME");
    var base =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return Optional.of(base.resolve("tulle/envoy-1.40.0/envoy")).filter(Files::isExecutable);
  }

  /// Asks one that runs to end, and kills it where it does not.
  public static void end(Process envoy) {
    envoy.destroy();
    try {
      if (!envoy.waitFor(5, TimeUnit.SECONDS)) {
        envoy.destroyForcibly();
      }
    } catch (InterruptedException e) {
      envoy.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
