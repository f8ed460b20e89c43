package dev.tulle.bench;

import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.xds.Bootstrap;
import dev.tulle.core.xds.BootstrapSettings;
import dev.tulle.core.xds.Printer;
import dev.tulle.core.xds.SdsFiles;
import dev.tulle.server.ca.CredentialFiles;
import dev.tulle.server.ca.Issued;
import dev.tulle.server.ca.Owner;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// An Envoy as it runs beside a pod, but in the network of this process, configured over
/// `xds.sock` in its directory.
final class LoneEnvoy implements AutoCloseable {

  private static final long MAX_HEAP_BYTES = 4L << 30;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final double KIB = 1024;

  private final Process process;
  private final Path directory;

  /// In MiB: as the system counts it, and as Envoy has asked for it.
  record Memory(double resident, double allocated) {}

  private LoneEnvoy(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  static LoneEnvoy start(Path program, Path directory, Issued identity, String rootPem)
      throws IOException {
    var bootstrap = prepare(directory, identity, rootPem);
    var command =
        List.of(
            program.toString(),
            "--config-path",
            bootstrap.toString(),
            "--disable-hot-restart",
            "--concurrency",
            "1",
            "--log-level",
            "warning");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    return new LoneEnvoy(process, directory);
  }

  /// Writes all that it is started with, and returns the bootstrap.
  private static Path prepare(Path directory, Issued identity, String rootPem) throws IOException {
    var certificates = Files.createDirectory(directory.resolve("certificates"));
    var owner =
        new Owner(
            (int) Files.getAttribute(certificates, "unix:uid"),
            (int) Files.getAttribute(certificates, "unix:gid"));
    new CredentialFiles(certificates, owner).write(identity, rootPem);
    var settings =
        new BootstrapSettings(
            "lone",
            "sidecar",
            directory.resolve("xds.sock").toString(),
            directory.resolve("admin.sock").toString(),
            certificates.toString(),
            new SpiffeId(identity.identity().trustDomain(), "tulle-system", "tulle"),
            MAX_HEAP_BYTES);
    for (var file : SdsFiles.of(settings).entrySet()) {
      Files.writeString(Path.of(file.getKey()), file.getValue());
    }
    var bootstrap = directory.resolve("bootstrap.json");
    return Files.writeString(bootstrap, Printer.json(Bootstrap.of(settings)));
  }

  /// False when it takes longer until all that it was first told is in force.
  boolean awaitStarted(Duration most) throws IOException, InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!admin("/stats?filter=workers_started").contains("workers_started: 1")) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(PAUSE);
    }
    return true;
  }

  Memory memory() throws IOException {
    return new Memory(
        number(Files.readString(Path.of("/proc", "" + process.pid(), "status")), "VmRSS:") / KIB,
        number(admin("/memory"), "\"allocated\":") / KIB / KIB);
  }

  private static double number(String text, String before) {
    var digits =
        text.substring(text.indexOf(before) + before.length()).replaceFirst("^[\\s\"]+", "");
    return Double.parseDouble(digits.split("\\D", 2)[0]);
  }

  /// What an admin page says; empty while Envoy does not answer yet.
  String admin(String path) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(directory.resolve("admin.sock")));
      var request = "GET " + path + " HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException e) {
      return "";
    }
  }

  String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
