package dev.tulle.cli.command;

import dev.tulle.cli.cluster.ClusterMesh;
import dev.tulle.cli.cluster.ControllerOptions;
import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tulle controller`.
@Command(
    name = "controller",
    description = {
      "Runs the control plane of a Kubernetes cluster: in a pod of it, or with a kubeconfig.",
      "SIGTERM ends it in good order."
    },
    footer = {
      "",
      "Example:",
      "  tulle controller --namespace tulle-system",
    })
final class ControllerCommand implements Callable<Integer> {

  private static final Path OWN_NAMESPACE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Its own namespace (that of its pod: $POD_NAMESPACE).")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What this replica is called (the name of its pod: $POD_NAME).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--cluster-domain",
      paramLabel = "DOMAIN",
      defaultValue = "cluster.local",
      description = "The domain of the cluster's Services (${DEFAULT-VALUE}).")
  private String clusterDomain = "";

  @Option(
      names = "--ingress-class",
      paramLabel = "NAME",
      defaultValue = "tulle",
      description = "The IngressClass whose Ingresses are served (${DEFAULT-VALUE}).")
  private String ingressClass = "";

  @Option(
      names = "--xds-port",
      paramLabel = "PORT",
      defaultValue = "15010",
      description = "Where proxies connect (${DEFAULT-VALUE}).")
  private int xdsPort;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "For /healthz, /readyz and /metrics (${DEFAULT-VALUE}).")
  private int httpPort;

  @Option(
      names = "--proxy-image",
      paramLabel = "IMAGE",
      description = "What the proxies of gateways run ($TULLE_PROXY_IMAGE).")
  private Optional<String> proxyImage = Optional.empty();

  @Override
  public Integer call() throws Failure, IOException, InterruptedException {
    System.setProperty(Logging.STRUCTURED, "true");
    var options =
        new ControllerOptions(
            ownNamespace(), ownName(), clusterDomain, ingressClass, xdsPort, httpPort, image());
    var client = new KubernetesClientBuilder().build();
    var mesh = new CompletableFuture<ClusterMesh>();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(mesh)));
    try {
      mesh.complete(ClusterMesh.start(options, client, Clock.systemUTC()));
    } catch (GeneralSecurityException e) {
      throw new IOException("the control plane's certificate cannot be made", e);
    } finally {
      mesh.cancel(false); // without effect where it has started
    }
    new CountDownLatch(1).await();
    return Exit.OK.code();
  }

  /// Nobody is served yet by one that still waits for its first lists: it just ends.
  private static void end(CompletableFuture<ClusterMesh> mesh) {
    if (mesh.isDone() && !mesh.isCompletedExceptionally()) {
      mesh.join().close();
    } else {
      LoggerFactory.getLogger(ControllerCommand.class).info("ended before it had started");
    }
  }

  private String ownNamespace() throws Failure, IOException {
    if (namespace.isPresent()) {
      return namespace.get();
    }
    var said = System.getenv("POD_NAMESPACE");
    if (said != null && !said.isEmpty()) {
      return said;
    }
    if (Files.isReadable(OWN_NAMESPACE)) {
      return Files.readString(OWN_NAMESPACE).strip();
    }
    throw new Failure(
        Exit.USAGE,
        "the control plane does not know which namespace is its own",
        "it runs in no pod, and POD_NAMESPACE is not set",
        "say it: --namespace tulle-system");
  }

  private String image() throws Failure {
    return proxyImage
        .or(() -> Optional.ofNullable(System.getenv("TULLE_PROXY_IMAGE")))
        .filter(image -> !image.isEmpty())
        .orElseThrow(
            () ->
                new Failure(
                    Exit.USAGE,
                    "the control plane does not know what the proxies of gateways run",
                    "TULLE_PROXY_IMAGE is not set",
                    "say it: --proxy-image tulle.dev/tulle-proxy:VERSION"));
  }

  private String ownName() {
    var said = System.getenv("POD_NAME");
    return name.orElseGet(
        () -> said == null || said.isEmpty() ? "process-" + ProcessHandle.current().pid() : said);
  }
}
