package dev.tulle.server.deploy;

import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.stream.Stream;

/// The objects of a cluster that we have made, as they are now: those that carry our label. Owns
/// their informers.
final class MadeObjects implements AutoCloseable {

  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ConfigMap.class,
          ServiceAccount.class,
          Service.class,
          Deployment.class,
          PodDisruptionBudget.class,
          HorizontalPodAutoscaler.class);

  private final List<SharedIndexInformer<? extends HasMetadata>> informers;

  private MadeObjects(List<SharedIndexInformer<? extends HasMetadata>> informers) {
    this.informers = informers;
  }

  /// `changed` is called for each object that came, changed or went.
  static MadeObjects watch(KubernetesClient client, Runnable changed) {
    var handler = new Teller(changed);
    return new MadeObjects(
        KINDS.stream()
            .<SharedIndexInformer<? extends HasMetadata>>map(kind -> watch(client, kind, handler))
            .toList());
  }

  private static <T extends HasMetadata> SharedIndexInformer<T> watch(
      KubernetesClient client, Class<T> kind, ResourceEventHandler<? super T> handler) {
    var informer =
        client
            .resources(kind)
            .inAnyNamespace()
            .withLabel(GatewayApi.MANAGED_BY, GatewayApi.TULLE)
            .runnableInformer(0);
    informer.addEventHandler(handler);
    informer.exceptionHandler((_, _) -> true);
    informer.start();
    return informer;
  }

  /// Whether all that there is has been seen.
  boolean isSynced() {
    return informers.stream().allMatch(SharedIndexInformer::hasSynced);
  }

  Stream<HasMetadata> all() {
    return informers.stream().flatMap(informer -> informer.getStore().list().stream());
  }

  static ObjectName nameOf(HasMetadata object) {
    var metadata = object.getMetadata();
    return new ObjectName(object.getKind(), metadata.getNamespace(), metadata.getName());
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private record Teller(Runnable listener) implements ResourceEventHandler<HasMetadata> {
    @Override
    public void onAdd(HasMetadata object) {
      listener.run();
    }

    @Override
    public void onUpdate(HasMetadata before, HasMetadata after) {
      listener.run();
    }

    @Override
    public void onDelete(HasMetadata object, boolean unknown) {
      listener.run();
    }
  }
}
