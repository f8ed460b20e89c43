package dev.tulle.core.discovery;

import dev.tulle.core.ir.MeshService;
import dev.tulle.core.name.ObjectName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The Services of one namespace that select pods, to be found by the labels of a pod. Equal where
/// the Services are.
public final class Selectors {

  public static final Selectors NONE = new Selectors(List.of());

  private final List<MeshService> services;

  /// By one label of its selector, which a pod that it selects must have.
  private final Map<Map.Entry<String, String>, List<MeshService>> byLabel;

  private Selectors(List<MeshService> services) {
    this.services = services;
    this.byLabel = services.stream().collect(Collectors.groupingBy(Selectors::label));
  }

  /// By namespace.
  public static SortedMap<String, Selectors> of(SortedMap<ObjectName, MeshService> services) {
    var byNamespace = new HashMap<String, List<MeshService>>();
    for (var service : services.values()) {
      if (!service.selector().isEmpty() && service.type() == MeshService.Type.ENDPOINTS) {
        byNamespace
            .computeIfAbsent(service.name().namespace(), key -> new ArrayList<>())
            .add(service);
      }
    }
    var selectors = new TreeMap<String, Selectors>();
    byNamespace.forEach((namespace, all) -> selectors.put(namespace, new Selectors(all)));
    return selectors;
  }

  private static Map.Entry<String, String> label(MeshService service) {
    return service.selector().entrySet().stream()
        .min(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .orElseThrow();
  }

  List<MeshService> matching(Map<String, String> labels) {
    return labels.entrySet().stream()
        .flatMap(
            label ->
                byLabel
                    .getOrDefault(Map.entry(label.getKey(), label.getValue()), List.of())
                    .stream())
        .filter(service -> labels.entrySet().containsAll(service.selector().entrySet()))
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Selectors that && services.equals(that.services));
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(services);
  }
}
