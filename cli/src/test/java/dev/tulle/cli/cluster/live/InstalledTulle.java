package dev.tulle.cli.cluster.live;

import static dev.tulle.cli.cluster.live.LiveCluster.LIMIT;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/// The control plane that is installed in the cluster.
record InstalledTulle(KubernetesClient client) {

  private static final String NAMESPACE = "tulle-system";
  private static final String NAME = "tulle";

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

  void killAll() {
    replicas().forEach(pod -> kill(pod.getMetadata().getName()));
  }

  void awaitReady() {
    var deployment = client.apps().deployments().inNamespace(NAMESPACE).withName(NAME);
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              var status = deployment.get().getStatus();
              return deployment.get().getSpec().getReplicas().equals(status.getReadyReplicas())
                  && replicas().size() == status.getReadyReplicas();
            });
  }
}
