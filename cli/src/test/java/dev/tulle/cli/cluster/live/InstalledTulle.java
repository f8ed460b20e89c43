package dev.tulle.cli.cluster.live;

import static org.awaitility.Awaitility.await;

import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The control plane that is installed in the cluster.
record InstalledTulle(KubernetesClient client) {

  private static final String NAMESPACE = "tulle-system";
  private static final String NAME = "tulle";
  private static final Duration START = Duration.ofMinutes(2);

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

  /// Takes all rights away that its ServiceAccount has in the whole cluster.
  Withdrawn withoutRights() {
    var bindings =
        client.rbac().clusterRoleBindings().list().getItems().stream()
            .filter(each -> Given.list(each.getSubjects()).stream().anyMatch(this::isAccount))
            .toList();
    bindings.forEach(each -> client.resource(each).delete());
    return new Withdrawn(client, bindings);
  }

  private boolean isAccount(Subject subject) {
    return NAME.equals(subject.getName()) && NAMESPACE.equals(subject.getNamespace());
  }

  /// Rights that are back after `close` at the latest.
  record Withdrawn(KubernetesClient client, List<ClusterRoleBinding> bindings)
      implements AutoCloseable {

    void restore() {
      for (var binding : bindings) {
        var there = client.rbac().clusterRoleBindings().withName(binding.getMetadata().getName());
        if (there.get() == null) {
          client.resource(anew(binding)).create();
        }
      }
    }

    /// Without what a server alone says of it.
    private static ClusterRoleBinding anew(ClusterRoleBinding binding) {
      return new ClusterRoleBindingBuilder(binding)
          .withNewMetadata()
          .withName(binding.getMetadata().getName())
          .withLabels(binding.getMetadata().getLabels())
          .withAnnotations(binding.getMetadata().getAnnotations())
          .endMetadata()
          .build();
    }

    @Override
    public void close() {
      restore();
    }
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
