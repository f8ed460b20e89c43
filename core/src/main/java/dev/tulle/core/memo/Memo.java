package dev.tulle.core.memo;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Reuses the output of a step while its input is equal to the one before. A step is a pure
/// function of its input, so that a full memo and an empty one give equal results; it only costs
/// less, since what did not change is the same instance and found equal at a glance. For one
// thread.
public final class Memo {

  private final Map<String, Entry<?, ?>> single = new HashMap<>();
  private final Map<String, SortedMap<?, ?>> many = new HashMap<>();

  private record Entry<I, O>(I input, O output) {}

  /// The output of a step that runs once.
  @SuppressWarnings("unchecked") // the step of a name has one type of input and of output
  public <I, O> O get(String step, I input, Function<I, O> function) {
    var before = (Entry<I, O>) single.get(step);
    if (before != null && before.input().equals(input)) {
      return before.output();
    }
    var output = Objects.requireNonNull(function.apply(input));
    single.put(step, new Entry<>(input, output));
    return output;
  }

  /// The outputs of a step that runs for each key. What was for other keys is forgotten.
  // the step of a name has one type of key, input and output; an equal input that is another
  // instance is kept, so that the next comparison is at a glance again
  @SuppressWarnings({"unchecked", "ReferenceEquality"})
  public <K extends Comparable<? super K>, I, O> SortedMap<K, O> each(
      String step, SortedMap<K, I> inputs, Function<I, O> function) {
    var last = (SortedMap<K, Entry<I, O>>) many.getOrDefault(step, new TreeMap<K, Object>());
    var before = new Ascending<>(last);
    var entries =
        SortedMaps.<K, I, Entry<I, O>>mapValues(
            inputs,
            (key, input) -> {
              var entry = before.get(key);
              if (entry == null || !entry.input().equals(input)) {
                return new Entry<>(input, Objects.requireNonNull(function.apply(input)));
              }
              return entry.input() == input ? entry : new Entry<>(input, entry.output());
            });
    many.put(step, entries);
    return SortedMaps.mapValues(entries, (key, entry) -> entry.output());
  }
}
