package dev.tulle.core.memo;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Function;

/// Reuses the output of a step while its input is equal to the one before. A step is a pure
/// function of its input, so that a full memo and an empty one give equal results; it only costs
/// less, since what did not change is the same instance and found equal at a glance. For one
// thread.
public final class Memo {

  private final Map<String, Entry> single = new HashMap<>();
  private final Map<String, Map<Object, Entry>> tables = new HashMap<>();
  private long generation;

  private static final class Entry {
    private Object input;
    private Object output;
    private long used;

    Entry(Object input, Object output, long used) {
      this.input = input;
      this.output = output;
      this.used = used;
    }
  }

  /// The output of a step that runs once.
  @SuppressWarnings("unchecked") // the step of a name has one type of output
  public <I, O> O get(String step, I input, Function<I, O> function) {
    var entry = single.get(step);
    if (entry != null && entry.input.equals(input)) {
      return (O) entry.output;
    }
    var output = Objects.requireNonNull(function.apply(input));
    single.put(step, new Entry(input, output, 0));
    return output;
  }

  /// The outputs of a step that runs for each key. Inputs of other keys are forgotten.
  @SuppressWarnings("unchecked") // the step of a name has one type of output
  public <K, I, O> SortedMap<K, O> each(
      String step, SortedMap<K, I> inputs, Function<I, O> function) {
    var table = tables.computeIfAbsent(step, name -> new HashMap<>());
    long now = ++generation;
    var outputs =
        SortedMaps.mapValues(inputs, (key, input) -> (O) output(table, key, input, function, now));
    if (table.size() > outputs.size()) {
      table.values().removeIf(entry -> entry.used != now);
    }
    return outputs;
  }

  private static <I, O> Object output(
      Map<Object, Entry> table, Object key, I input, Function<I, O> function, long now) {
    var entry = table.get(key);
    if (entry == null) {
      entry = new Entry(input, Objects.requireNonNull(function.apply(input)), now);
      table.put(key, entry);
      return entry.output;
    }
    if (!entry.input.equals(input)) {
      entry.output = Objects.requireNonNull(function.apply(input));
    }
    entry.input = input;
    entry.used = now;
    return entry.output;
  }
}
