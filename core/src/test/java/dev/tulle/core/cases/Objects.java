package dev.tulle.core.cases;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.SliceRecord;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Objects from YAML without any check of what they hold, as a hostile source might deliver them.
/// The namespace is `default` where none is given.
final class Objects {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /// Kinds of which the world has records.
  private static final Map<Kind<?>, Class<?>> IN_FULL =
      Map.of(Kind.ENDPOINT_SLICE, EndpointSlice.class, Kind.POD, Pod.class);

  private static final Set<Kind<?>> CLUSTER_SCOPED =
      Set.of(Kind.GATEWAY_CLASS, Kind.INGRESS_CLASS, Kind.NAMESPACE);

  private Objects() {}

  static List<Change> read(String yaml) {
    return Yaml.documents(yaml).stream().flatMap(tree -> read(tree).stream()).toList();
  }

  /// Empty where the tree is not an object with a kind that is known and a name.
  static Optional<Change> read(Object tree) {
    if (!(tree instanceof Map<?, ?> map && map.get("kind") instanceof String kindName)) {
      return Optional.empty();
    }
    return Kind.ALL.stream()
        .filter(kind -> kind.name().equals(kindName))
        .findFirst()
        .flatMap(kind -> change(kind, tree));
  }

  private static Optional<Change> change(Kind<?> kind, Object tree) {
    try {
      var type = IN_FULL.getOrDefault(kind, kind.type());
      var object = (HasMetadata) JSON.convertValue(tree, type);
      var metadata = object.getMetadata();
      if (metadata == null || metadata.getName() == null) {
        return Optional.empty();
      }
      if (!CLUSTER_SCOPED.contains(kind) && metadata.getNamespace() == null) {
        metadata.setNamespace("default");
      }
      return Optional.of(change(object));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Change change(HasMetadata object) {
    var metadata = object.getMetadata();
    var namespace = metadata.getNamespace() == null ? "" : metadata.getNamespace();
    var name = new ObjectName(object.getKind(), namespace, metadata.getName());
    return switch (object) {
      case EndpointSlice slice -> Change.put(name, SliceRecord.of(slice));
      case Pod pod -> Change.put(name, PodRecord.of(pod));
      default -> Change.put(name, object);
    };
  }
}
