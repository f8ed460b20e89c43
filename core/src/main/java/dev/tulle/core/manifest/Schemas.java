package dev.tulle.core.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Schemas by name. Each stands on a line of its own in the resource and is parsed when it is first
/// asked for: a folder of Services never pays for the schema of a Pod.
final class Schemas {

  private final Map<String, String> lines;
  private final Map<String, Schema> parsed = new ConcurrentHashMap<>();

  private Schemas(Map<String, String> lines) {
    this.lines = lines;
  }

  /// Kubernetes' own.
  static Schemas ofKubernetes() {
    try (InputStream in =
        Objects.requireNonNull(Schemas.class.getResourceAsStream("kubernetes.json"))) {
      return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// From a JSON object of schemas by name, with each member on a line of its own.
  static Schemas of(String text) {
    var lines = new HashMap<String, String>();
    for (var line : text.split("\n", -1)) {
      int end = line.indexOf('"', 1);
      if (line.startsWith("\"") && end > 0) {
        int last = line.endsWith(",") ? line.length() - 1 : line.length();
        lines.put(line.substring(1, end), line.substring(end + 2, last));
      }
    }
    return new Schemas(lines);
  }

  Schema named(String name) {
    return parsed.computeIfAbsent(name, this::parse);
  }

  private Schema parse(String name) {
    var line = Objects.requireNonNull(lines.get(name), name);
    // JSON is YAML
    if (YamlText.read(line).documents().getFirst() instanceof YamlNode.Mapping source) {
      return Schema.of(source);
    }
    throw new IllegalStateException(name + " is no schema");
  }

  /// The schema itself, where it is only a reference to another.
  Schema resolved(Schema schema) {
    return schema.reference().isEmpty() ? schema : named(schema.reference());
  }
}
