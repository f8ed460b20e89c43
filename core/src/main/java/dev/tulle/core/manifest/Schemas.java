package dev.tulle.core.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Schemas by name. Each stands on a line of its own in a resource and is parsed when it is first
/// asked for, and a resource is opened when those before it do not have a name: a folder of
/// Services never pays for the schema of a Pod, nor for the Gateway API.
final class Schemas {

  private final List<Supplier<String>> sources;
  private final Map<String, String> lines = new HashMap<>();
  private final Map<String, Schema> parsed = new ConcurrentHashMap<>();
  private int opened;

  private Schemas(List<Supplier<String>> sources) {
    this.sources = sources;
  }

  /// Those of all kinds that are read: Kubernetes' own, the Gateway API's, and Tulle's.
  static Schemas published() {
    return new Schemas(
        List.of(
            () -> resource("kubernetes.json"),
            () -> resource("gateway-api.json"),
            () -> resource("tulle.json")));
  }

  /// From a JSON object of schemas by name, with each member on a line of its own.
  static Schemas of(String text) {
    return new Schemas(List.of(() -> text));
  }

  static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Schemas.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private synchronized String line(String name) {
    while (!lines.containsKey(name) && opened < sources.size()) {
      add(sources.get(opened).get());
      opened++;
    }
    return Objects.requireNonNull(lines.get(name), name);
  }

  private void add(String text) {
    for (var line : text.split("\n", -1)) {
      int end = line.indexOf('"', 1);
      if (line.startsWith("\"") && end > 0) {
        int last = line.endsWith(",") ? line.length() - 1 : line.length();
        lines.put(line.substring(1, end), line.substring(end + 2, last));
      }
    }
  }

  Schema named(String name) {
    return parsed.computeIfAbsent(name, this::parse);
  }

  private Schema parse(String name) {
    var line = line(name);
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
