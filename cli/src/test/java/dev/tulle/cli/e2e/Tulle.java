package dev.tulle.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// `./tulle` of this checkout, run as a user runs it, on a folder of the test's own. Its end takes
/// down whatever still runs of that folder.
final class Tulle {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  record Result(int exit, String out, String err) {}

  private final Path program;
  private final Path folder;
  private final Path directory;
  private final int http;
  private final int https;
  private Process up = new ProcessBuilder("true").start();

  private Tulle(Path program, Path folder, Path directory) throws IOException {
    this.program = program;
    this.folder = folder;
    this.directory = directory;
    this.http = freePort();
    this.https = freePort();
  }

  /// A program for `folder`, with its run-time files in a directory of its own.
  static Tulle on(Path folder) throws IOException {
    var directory = Files.createTempDirectory(Path.of("/tmp"), "tl");
    // proxies, which run under a user of their own, have their sockets in here
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    return new Tulle(repository().resolve("tulle"), folder, directory);
  }

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

  Path folder() {
    return folder;
  }

  InetSocketAddress gateway() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), http);
  }

  InetSocketAddress secureGateway() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), https);
  }

  /// What `up` has printed so far.
  Path log() {
    return directory.resolve("up.log");
  }

  /// Starts `up`; returns at once.
  void up() throws IOException {
    up =
        command(
                "up",
                folder.toString(),
                "--http",
                Integer.toString(http),
                "--https",
                Integer.toString(https))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
  }

  boolean running() {
    return up.isAlive();
  }

  /// `kill -9` of `up`.
  void kill() throws InterruptedException {
    up.destroyForcibly().waitFor();
  }

  /// Ends `up` as Ctrl-C does, and returns its exit status.
  int interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(up.pid())).start().waitFor();
    if (!up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("up did not end after SIGINT: " + Files.readString(log()));
    }
    return up.exitValue();
  }

  /// Runs another command to its end.
  Result run(String... arguments) throws IOException, InterruptedException {
    var out = Files.createTempFile(directory, "out", ".txt");
    var err = Files.createTempFile(directory, "err", ".txt");
    var process =
        command(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(List.of(arguments) + " did not end");
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /// Asks the gateway until `/` answers 200 for this host.
  void awaitAnswer(String host) throws InterruptedException {
    await("an answer for " + host, () -> status(host) == 200);
  }

  int status(String host) {
    try (var connection = new Connection(gateway())) {
      return connection.get(host, "/").status();
    } catch (IOException e) {
      return 0;
    }
  }

  /// Waits for a condition of the outside world, which has no other way to tell.
  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what + "\n" + printed());
      }
      Thread.sleep(20);
    }
  }

  String printed() {
    try {
      return Files.exists(log()) ? Files.readString(log(), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path statusFile() throws IOException {
    try (var instances = Files.list(directory.resolve("run"))) {
      return instances.findFirst().orElseThrow().resolve("status.json");
    }
  }

  Path runDirectory() {
    return directory.resolve("run");
  }

  void end() throws IOException, InterruptedException {
    up.destroyForcibly().waitFor();
    run("down", folder.toString());
  }

  private ProcessBuilder command(String... arguments) {
    var line = new ArrayList<String>();
    line.add(program.toString());
    line.addAll(List.of(arguments));
    var builder = new ProcessBuilder(line);
    builder.environment().put("TULLE_RUN_DIR", directory.resolve("run").toString());
    builder.environment().put("TULLE_STATE_DIR", directory.resolve("state").toString());
    builder.environment().put("NO_COLOR", "1");
    return builder;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
