package dev.tulle.cli.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits until no older installation of Tulle is in the cluster: two that write would each undo
/// what the other one makes. Whoever is the oldest stays it. Owns a thread, which ends then.
final class SoleInstallation implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SoleInstallation.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofMillis(500);

  /// What the chart writes on the Deployment of a control plane.
  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/name", "tulle", "app.kubernetes.io/component", "control-plane");

  private static final Comparator<HasMetadata> AGE =
      Comparator.<HasMetadata, String>comparing(each -> each.getMetadata().getCreationTimestamp())
          .thenComparing(each -> each.getMetadata().getNamespace());

  private final KubernetesClient client;
  private final String namespace;
  private final Runnable alone;
  private final Thread thread = Thread.ofVirtual().name("installations").unstarted(this::run);
  private String told = "";

  /// `alone` is called once.
  SoleInstallation(KubernetesClient client, String namespace, Runnable alone) {
    this.client = client;
    this.namespace = namespace;
    this.alone = alone;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!isAlone()) {
        Thread.sleep(told.isEmpty() ? SOON : EVERY);
      }
      alone.run();
    } catch (InterruptedException _) {
      LOG.debug("other installations are looked for no more");
    }
  }

  private boolean isAlone() {
    try {
      var older = older();
      older.filter(other -> !other.equals(told)).ifPresent(this::tell);
      return older.isEmpty();
    } catch (KubernetesClientException e) {
      LOG.debug("other installations cannot be looked for now", e);
      return false;
    }
  }

  private void tell(String other) {
    told = other;
    LOG.error(
        "Tulle is installed in the namespace {} already, and a cluster has one installation: this"
            + " one, in {}, writes nothing until that one is gone; remove one of them",
        other,
        namespace);
  }

  /// The namespace of the oldest installation, where that is not this one. One that was started by
  /// hand, and so has no Deployment, is the youngest.
  private Optional<String> older() {
    return client
        .apps()
        .deployments()
        .inAnyNamespace()
        .withLabels(LABELS)
        .list()
        .getItems()
        .stream()
        .min(AGE)
        .map(oldest -> oldest.getMetadata().getNamespace())
        .filter(oldest -> !oldest.equals(namespace));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
