package dev.tulle.core.dns;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.SliceRecord;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/// The objects of a golden case's `input.yaml`, as changes to a world.
final class CaseInput {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private CaseInput() {}

  static List<Change> read(String yaml) {
    var changes = new ArrayList<Change>();
    for (var document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
      if (document instanceof Map<?, ?> object) {
        changes.add(change(object));
      }
    }
    return changes;
  }

  private static Change change(Map<?, ?> object) {
    return switch (String.valueOf(object.get("kind"))) {
      case "Service" -> of(Kind.SERVICE, MAPPER.convertValue(object, Service.class));
      case "Namespace" -> of(Kind.NAMESPACE, MAPPER.convertValue(object, Namespace.class));
      case "EndpointSlice" -> {
        var slice = SliceRecord.of(MAPPER.convertValue(object, EndpointSlice.class));
        yield new Change(slice.name(), Optional.of(slice));
      }
      case "Pod" -> {
        var name = name(Kind.POD, MAPPER.convertValue(object, Pod.class));
        yield new Change(name, Optional.of(pod(name)));
      }
      case String other -> throw new IllegalArgumentException("no DNS case needs a " + other);
    };
  }

  private static PodRecord pod(ObjectName name) {
    return new PodRecord(name, Map.of(), Map.of(), "", "", List.of(), List.of(), true, false);
  }

  private static Change of(Kind<?> kind, HasMetadata object) {
    return new Change(name(kind, object), Optional.of(object));
  }

  private static ObjectName name(Kind<?> kind, HasMetadata object) {
    var namespace = Optional.ofNullable(object.getMetadata().getNamespace()).orElse("");
    return kind.named(namespace, object.getMetadata().getName());
  }
}
