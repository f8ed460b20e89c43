package dev.tulle.core.world;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an object of the Kubernetes model gives, without null: whatever a getter returns may be
/// absent, and so may each element of a list.
public final class Given {

  private static final int BRIEF = 100;

  private Given() {}

  public static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /// Enough of a text to know it by: what stands in a sentence may come from anywhere.
  public static String brief(String text) {
    return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "…";
  }

  /// The value of a key, or empty.
  public static String text(@Nullable Map<String, String> values, String key) {
    return values == null ? "" : text(values.get(key));
  }

  public static <T> List<T> list(@Nullable Collection<T> values) {
    return values == null ? List.of() : values.stream().filter(Objects::nonNull).toList();
  }

  public static Map<String, String> texts(@Nullable Map<String, String> values) {
    return values == null
        ? Map.of()
        : values.entrySet().stream()
            .filter(entry -> entry.getKey() != null && entry.getValue() != null)
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
