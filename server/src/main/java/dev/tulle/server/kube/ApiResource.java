package dev.tulle.server.kube;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.SliceRecord;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Where an API server has the objects of a kind, and what a `World` has of them. Of `versions` the
/// first that is served is used: they have the same fields, as far as we read them.
public record ApiResource<T extends HasMetadata>(
    Kind<?> kind,
    Class<T> type,
    String group,
    List<String> versions,
    String plural,
    boolean namespaced,
    Function<T, Object> projection) {

  private static final String GATEWAY_API = "gateway.networking.k8s.io";
  private static final Set<String> BUILT_IN = Set.of("", "discovery.k8s.io", "networking.k8s.io");

  public ApiResource {
    versions = List.copyOf(versions);
  }

  /// All kinds of a `World`.
  public static final List<ApiResource<?>> ALL =
      Kind.ALL.stream().<ApiResource<?>>map(ApiResource::of).toList();

  public static ApiResource<?> of(Kind<?> kind) {
    if (kind.type().equals(PodRecord.class)) {
      return of(kind, Pod.class, PodRecord::of);
    }
    if (kind.type().equals(SliceRecord.class)) {
      return of(kind, EndpointSlice.class, SliceRecord::of);
    }
    return of(kind, kind.type().asSubclass(HasMetadata.class), object -> object);
  }

  private static <T extends HasMetadata> ApiResource<T> of(
      Kind<?> kind, Class<T> type, Function<T, Object> projection) {
    return new ApiResource<>(
        kind,
        type,
        HasMetadata.getGroup(type),
        versions(HasMetadata.getGroup(type), HasMetadata.getVersion(type)),
        HasMetadata.getPlural(type),
        Namespaced.class.isAssignableFrom(type),
        projection);
  }

  private static List<String> versions(String group, String newest) {
    return group.equals(GATEWAY_API)
        ? List.of(newest, "v1beta1", "v1alpha3", "v1alpha2")
        : List.of(newest);
  }

  /// Whether an API server may be without it.
  boolean optional() {
    return !BUILT_IN.contains(group);
  }

  /// Whether what became of an object is written into it, by us and by others.
  boolean hasStatus() {
    return (group.equals(GATEWAY_API) && !kind.name().equals("ReferenceGrant"))
        || kind.equals(Kind.BACKEND_TRAFFIC_POLICY)
        || kind.equals(Kind.INGRESS);
  }

  /// Whether only those objects are kept that another one refers to.
  boolean onlyReferenced() {
    return kind.equals(Kind.SECRET) || kind.equals(Kind.CONFIG_MAP);
  }

  ObjectName named(String namespace, String name) {
    return kind.named(namespace, name);
  }

  /// Of all of them, in a version.
  String collection(String version) {
    return (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + version + "/" + plural;
  }

  /// Of one object.
  String path(String version, ObjectName name) {
    var base = (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + version + "/";
    return namespaced
        ? base + "namespaces/" + name.namespace() + "/" + plural + "/" + name.name()
        : base + plural + "/" + name.name();
  }
}
