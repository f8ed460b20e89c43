package dev.tulle.cli.command;

import dev.tulle.cli.envoy.EnvoyBinary;
import dev.tulle.cli.envoy.HostPackages;
import dev.tulle.cli.instance.Directories;
import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.LocalMesh;
import dev.tulle.cli.local.UpOptions;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.cli.view.PlainView;
import dev.tulle.cli.view.View;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A whole `up` of an example, beside whatever runs: with an instance, addresses and ports of its
/// own, ended as soon as it serves, and nothing left of it.
final class TrialRun {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Console console;

  TrialRun(Console console) {
    this.console = console;
  }

  /// Whether it came to the point of serving.
  boolean run(Path folder)
      throws IOException, InterruptedException, Failure, GeneralSecurityException {
    new HostPackages(System.getenv(), console::say).needForPods();
    var envoy = new EnvoyBinary(System.getenv(), console::say).locate();
    var base = Files.createTempDirectory("tulle-");
    // the gateway's Envoy has a user of its own and must get through to its directory
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
    try {
      return serve(instance(folder, base), envoy);
    } finally {
      Directories.delete(base);
    }
  }

  private static boolean serve(Instance instance, Path envoy)
      throws IOException, InterruptedException, Failure, GeneralSecurityException {
    var serving = new CountDownLatch(1);
    try (View view =
        new PlainView(
            new PrintWriter(Writer.nullWriter()), InstantSource.system(), ZoneId.systemDefault())) {
      var audience =
          new LocalMesh.Audience(
              snapshot -> {
                view.show(snapshot);
                if (serves(snapshot)) {
                  serving.countDown();
                }
              },
              view::say);
      var options = new UpOptions(instance.folder(), freePort(), freePort(), List.of(), "");
      try (var _ = LocalMesh.start(instance, options, envoy, audience)) {
        return serving.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  private static boolean serves(StatusSnapshot snapshot) {
    return snapshot.gateways().stream().allMatch(StatusSnapshot.Gateway::ready)
        && snapshot.services().stream().allMatch(service -> service.ready() > 0);
  }

  /// A key of eight hex digits that no folder has but by a chance of one in four thousand million.
  private static Instance instance(Path folder, Path base) throws IOException {
    var id =
        "rehearsal-%08x".formatted(ProcessHandle.current().pid() * 2_654_435_761L & 0xffffffffL);
    return new Instance(
        folder.toRealPath(),
        id,
        base.resolve("run").resolve(id),
        base.resolve("state").resolve(id));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
