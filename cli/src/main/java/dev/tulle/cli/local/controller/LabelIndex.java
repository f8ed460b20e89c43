package dev.tulle.cli.local.controller;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Pods, or what makes them, by namespace and label, so that a Service finds its own without
/// looking at all of them.
final class LabelIndex<T> {

  private record Label(String namespace, String key, String value) {}

  private final Map<Label, List<T>> byLabel = new HashMap<>();
  private final Function<T, Map<String, String>> labels;

  private LabelIndex(
      Collection<T> all, Function<T, String> namespace, Function<T, Map<String, String>> labels) {
    this.labels = labels;
    for (var one : all) {
      var space = namespace.apply(one);
      labels
          .apply(one)
          .forEach(
              (key, value) ->
                  byLabel
                      .computeIfAbsent(new Label(space, key, value), k -> new ArrayList<>())
                      .add(one));
    }
  }

  static LabelIndex<ObservedPod> ofPods(Collection<ObservedPod> pods) {
    return new LabelIndex<>(pods, p -> p.name().namespace(), ObservedPod::labels);
  }

  static LabelIndex<Source> ofSources(Collection<Source> sources) {
    return new LabelIndex<>(sources, s -> s.object().namespace(), Source::labels);
  }

  /// Those of a namespace that have all the labels, in the order they were given. A selector
  /// without labels selects none.
  List<T> matching(String namespace, Map<String, String> selector) {
    return selector.entrySet().stream()
        .map(e -> new Label(namespace, e.getKey(), e.getValue()))
        .map(label -> byLabel.getOrDefault(label, List.of()))
        .min(Comparator.comparingInt(List::size))
        .orElse(List.of())
        .stream()
        .filter(one -> labels.apply(one).entrySet().containsAll(selector.entrySet()))
        .toList();
  }
}
