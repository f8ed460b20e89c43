package dev.tulle.cli.command;

import dev.tulle.cli.envoy.EnvoyBinary;
import dev.tulle.cli.envoy.HostPackages;
import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.LocalMesh;
import dev.tulle.cli.local.UpOptions;
import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.view.JsonView;
import dev.tulle.cli.view.LatestView;
import dev.tulle.cli.view.LiveView;
import dev.tulle.cli.view.PlainView;
import dev.tulle.cli.view.Terminal;
import dev.tulle.cli.view.View;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tulle up`.
@Command(
    name = "up",
    description = {
      "Runs a folder of Kubernetes YAML on this machine: pods as processes, an Envoy as the gateway,"
          + " and one beside each pod.",
      "Follows the files as they change. Ctrl-C ends it and leaves nothing behind."
    },
    footer = {
      "",
      "Example:",
      "  tulle up examples/hello",
      "  curl -H 'Host: my-service.example.com' http://127.0.0.1:8080/"
    })
final class UpCommand implements Callable<Integer> {

  private enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Console console;

  @Parameters(paramLabel = "FOLDER", description = "The folder with the YAML.")
  private Path folder = Path.of(".");

  @Option(
      names = "--http",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The gateway's port for HTTP (${DEFAULT-VALUE}).")
  private int http;

  @Option(
      names = "--https",
      paramLabel = "PORT",
      defaultValue = "8443",
      description = "The gateway's port for HTTPS (${DEFAULT-VALUE}).")
  private int https;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "An address that the gateway listens on besides 127.0.0.1; may be repeated.")
  private List<String> listen = new ArrayList<>();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "",
      description = "The zone that this machine is in, as a node's label would say.")
  private String zone = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text (the default), or json: one snapshot a line.")
  private Format format = Format.TEXT;

  UpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, IOException, InterruptedException {
    Folders.mustExist(folder);
    Root.need("up");
    var instance = Instance.of(folder);
    System.setProperty(Logging.FILE, instance.log().toString());
    new HostPackages(System.getenv(), console::say).needForPods();
    var envoy = new EnvoyBinary(System.getenv(), console::say).locate();
    var view = view();
    var mesh = new CompletableFuture<LocalMesh>();
    // before anything is started: a signal meanwhile waits until all of it can be ended
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(mesh, view)));
    try {
      mesh.complete(
          LocalMesh.start(
              instance,
              new UpOptions(folder, http, https, listen, zone),
              envoy,
              new LocalMesh.Audience(view::show, view::say)));
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificates of this mesh cannot be made", e);
    } finally {
      mesh.cancel(false); // without effect where it has started
    }
    new CountDownLatch(1).await();
    return Exit.OK.code();
  }

  private static void end(CompletableFuture<LocalMesh> mesh, View view) {
    try {
      mesh.join().close();
    } catch (CancellationException e) {
      LoggerFactory.getLogger(UpCommand.class).info("ended before it had started");
    } catch (IOException e) {
      LoggerFactory.getLogger(UpCommand.class).error("something was left behind", e);
    } finally {
      view.close();
    }
  }

  private View view() {
    var environment = System.getenv();
    if (format == Format.JSON) {
      return new LatestView(new JsonView(console.out(), console.err()));
    }
    return new LatestView(
        Terminal.isInteractive(environment)
            ? new LiveView(console.out(), new Terminal(environment)::screen, ZoneId.systemDefault())
            : new PlainView(console.out(), InstantSource.system(), ZoneId.systemDefault()));
  }
}
