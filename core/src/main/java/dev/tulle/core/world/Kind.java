package dev.tulle.core.world;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.List;

/// A kind of object that the compiler reads, and the Java type its objects have in a `World`. Pods
/// and EndpointSlices, of which there are many, are kept as small records of what is used of them.
public record Kind<T>(String name, Class<T> type) {

  public static final Kind<Namespace> NAMESPACE = new Kind<>("Namespace", Namespace.class);
  public static final Kind<Service> SERVICE = new Kind<>("Service", Service.class);
  public static final Kind<SliceRecord> ENDPOINT_SLICE =
      new Kind<>("EndpointSlice", SliceRecord.class);
  public static final Kind<PodRecord> POD = new Kind<>("Pod", PodRecord.class);
  public static final Kind<Ingress> INGRESS = new Kind<>("Ingress", Ingress.class);
  public static final Kind<IngressClass> INGRESS_CLASS =
      new Kind<>("IngressClass", IngressClass.class);
  public static final Kind<Secret> SECRET = new Kind<>("Secret", Secret.class);
  public static final Kind<ConfigMap> CONFIG_MAP = new Kind<>("ConfigMap", ConfigMap.class);

  public static final List<Kind<?>> ALL =
      List.of(NAMESPACE, SERVICE, ENDPOINT_SLICE, POD, INGRESS, INGRESS_CLASS, SECRET, CONFIG_MAP);

  public ObjectName named(String namespace, String objectName) {
    return new ObjectName(name, namespace, objectName);
  }
}
