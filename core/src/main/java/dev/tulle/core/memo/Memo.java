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
  private final Map<String, Each<?, ?, ?>> many = new HashMap<>();

  private record Entry<I, O>(I input, O output) {}

  /// The output of a step that runs once.
  @SuppressWarnings("unchecked") // the step of a name has one type of input and of output
  public <I, O> O get(String step, I input, Function<I, O> function) {
    var before = (Entry<I, O>) single.get(step);
    if (before != null && same(before.input(), input)) {
      return before.output();
    }
    var output = Objects.requireNonNull(function.apply(input));
    single.put(step, new Entry<>(input, output));
    return output;
  }

  /// As `equals`; sorted maps are walked side by side, rather than searched for each key.
  @SuppressWarnings("ReferenceEquality")
  private static boolean same(Object one, Object other) {
    if (one == other) {
      return true;
    }
    if (!(one instanceof SortedMap<?, ?> a && other instanceof SortedMap<?, ?> b)) {
      return one.equals(other);
    }
    if (a.size() != b.size()) {
      return false;
    }
    var rest = b.entrySet().iterator();
    return a.entrySet().stream().allMatch(entry -> entry.equals(rest.next()));
  }

  private record Each<K, I, O>(SortedMap<K, Entry<I, O>> entries, SortedMap<K, O> outputs) {}

  /// The outputs of a step that runs for each key. What was for other keys is forgotten. Where no
  /// output is another than before, the map is the one that it was.
  // the step of a name has one type of key, input and output; an equal input that is another
  // instance is kept, so that the next comparison is at a glance again
  @SuppressWarnings({"unchecked", "ReferenceEquality"})
  public <K extends Comparable<? super K>, I, O> SortedMap<K, O> each(
      String step, SortedMap<K, I> inputs, Function<I, O> function) {
    var last =
        (Each<K, I, O>) many.getOrDefault(step, new Each<>(new TreeMap<>(), new TreeMap<>()));
    var before = new Ascending<>(last.entries());
    var run =
        new Object() {
          int kept;
        };
    var entries =
        SortedMaps.<K, I, Entry<I, O>>mapValues(
            inputs,
            (key, input) -> {
              var entry = before.get(key);
              if (entry == null || !entry.input().equals(input)) {
                return new Entry<>(input, Objects.requireNonNull(function.apply(input)));
              }
              run.kept++;
              return entry.input() == input ? entry : new Entry<>(input, entry.output());
            });
    boolean same = run.kept == entries.size() && run.kept == last.entries().size();
    var outputs =
        same ? last.outputs() : SortedMaps.mapValues(entries, (key, entry) -> entry.output());
    many.put(step, new Each<>(entries, outputs));
    return outputs;
  }
}
