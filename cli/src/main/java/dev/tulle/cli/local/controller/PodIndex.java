package dev.tulle.cli.local.controller;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Pods by namespace and label, so that a Service finds its own without looking at all of them.
final class PodIndex {

  private record Label(String namespace, String key, String value) {}

  private final Map<Label, List<ObservedPod>> byLabel = new HashMap<>();

  PodIndex(Collection<ObservedPod> pods) {
    for (var pod : pods) {
      pod.labels()
          .forEach(
              (key, value) ->
                  byLabel
                      .computeIfAbsent(
                          new Label(pod.name().namespace(), key, value), k -> new ArrayList<>())
                      .add(pod));
    }
  }

  /// The pods of a namespace that have all the labels, in the order they were given. A selector
  /// without labels selects none.
  List<ObservedPod> matching(String namespace, Map<String, String> selector) {
    return selector.entrySet().stream()
        .map(e -> new Label(namespace, e.getKey(), e.getValue()))
        .map(label -> byLabel.getOrDefault(label, List.of()))
        .min(Comparator.comparingInt(List::size))
        .orElse(List.of())
        .stream()
        .filter(pod -> pod.labels().entrySet().containsAll(selector.entrySet()))
        .toList();
  }
}
