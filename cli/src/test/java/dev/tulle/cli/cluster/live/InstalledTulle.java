package dev.tulle.cli.cluster.live;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The control plane that is installed in the cluster.
record InstalledTulle(KubernetesClient client) {

  private static final String NAMESPACE = "tulle-system";
  private static final String NAME = "tulle";
  private static final Duration START = Duration.ofSeconds(120);

  List<Pod> replicas() {
    var selector =
        client
            .apps()
            .deployments()
            .inNamespace(NAMESPACE)
            .withName(NAME)
            .get()
            .getSpec()
            .getSelector()
            .getMatchLabels();
    return client.pods().inNamespace(NAMESPACE).withLabels(selector).list().getItems();
  }

  /// The pod that holds the Lease, by its name.
  Optional<String> leader() {
    var lease = client.leases().inNamespace(NAMESPACE).withName("tulle-leader").get();
    return Optional.ofNullable(lease).map(each -> each.getSpec().getHolderIdentity());
  }

  /// Without a word to it.
  void kill(String pod) {
    client.pods().inNamespace(NAMESPACE).withName(pod).withGracePeriod(0).delete();
  }

  /// Kills all replicas, and waits until as many new ones are ready.
  void replaceAll() {
    var before = replicas().stream().map(InstalledTulle::name).collect(Collectors.toSet());
    before.forEach(this::kill);
    await()
        .atMost(START)
        .until(
            () -> {
              var now = replicas();
              return now.size() == before.size()
                  && now.stream().map(InstalledTulle::name).noneMatch(before::contains)
                  && now.stream().allMatch(LiveCluster::isReady);
            });
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
