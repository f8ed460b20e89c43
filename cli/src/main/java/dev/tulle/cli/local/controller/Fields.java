package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads fields of Kubernetes objects, any of which may be missing: text is then empty, a list
/// empty, a time `Instant.EPOCH`.
final class Fields {

  private static final String DEFAULT_NAMESPACE = "default";

  private Fields() {}

  static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : value;
  }

  static <K, V> Map<K, V> map(@Nullable Map<K, V> value) {
    return value == null ? Map.of() : value;
  }

  static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  static Instant time(@Nullable String value) {
    if (value == null) {
      return Instant.EPOCH;
    }
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  /// The name of a namespaced object; one without a namespace is in `default`.
  static ObjectName name(String kind, ObjectMeta metadata) {
    var namespace = text(metadata.getNamespace());
    return new ObjectName(
        kind,
        namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace,
        Fields.or(metadata.getName(), "?"));
  }
}
