package dev.tulle.cli.local;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.SliceRecord;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the compiler is to know of a folder and its pods, as it was handed over last, so that only
/// what differs is handed over next.
final class LocalWorld {

  private static final Set<String> FROM_THE_FOLDER = fromTheFolder();

  private Map<ObjectName, Object> known = Map.of();

  /// What has changed since the last call. `services` are those with their addresses.
  List<Change> changes(
      Map<ObjectName, HasMetadata> folder,
      List<Service> services,
      List<SliceRecord> slices,
      Collection<Pod> pods) {
    var next = new HashMap<ObjectName, Object>();
    folder.forEach(
        (name, object) -> {
          if (object instanceof EndpointSlice slice) {
            next.put(name, SliceRecord.of(slice));
          } else if (FROM_THE_FOLDER.contains(name.kind())) {
            next.put(name, object);
          }
        });
    for (var service : services) {
      var metadata = service.getMetadata();
      next.put(Kind.SERVICE.named(metadata.getNamespace(), metadata.getName()), service);
    }
    slices.forEach(slice -> next.put(slice.name(), slice));
    for (var pod : pods) {
      var podRecord = PodRecord.of(pod);
      next.put(podRecord.name(), podRecord);
    }
    var changes = difference(known, next);
    known = next;
    return changes;
  }

  private static List<Change> difference(
      Map<ObjectName, Object> before, Map<ObjectName, Object> after) {
    var changes = new ArrayList<Change>();
    for (var name : before.keySet()) {
      if (!after.containsKey(name)) {
        changes.add(Change.gone(name));
      }
    }
    after.forEach(
        (name, object) -> {
          if (!object.equals(before.get(name))) {
            changes.add(Change.put(name, object));
          }
        });
    return changes;
  }

  private static Set<String> fromTheFolder() {
    var kinds = new HashSet<String>();
    Kind.ALL.forEach(kind -> kinds.add(kind.name()));
    kinds.remove(Kind.POD.name());
    return Set.copyOf(kinds);
  }
}
