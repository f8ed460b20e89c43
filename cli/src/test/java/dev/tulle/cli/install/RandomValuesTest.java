package dev.tulle.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever values the schema allows, we print the objects that Helm renders.
class RandomValuesTest {

  private static final Path CHART = Path.of("..", "charts", "tulle");
  private static final int SETS = 200;

  /// Among them those that YAML would read as something else.
  private static final List<String> TEXTS =
      List.of(
          "plain",
          "two words",
          "1",
          "1.5",
          "1e3",
          "0x1f",
          "true",
          "No",
          "null",
          "~",
          "a,b",
          "a: b",
          "a:b",
          "- a",
          "-",
          "#a",
          "a #b",
          "it's",
          "say \"so\"",
          "back\\slash",
          "[a]",
          "{a}",
          "*a",
          "&a",
          "!a",
          "%a",
          "@a",
          "`a`",
          "|",
          ">",
          "?",
          "=",
          "2026-11-26",
          "12:30:45",
          "ä",
          " a",
          "a ",
          "a\nb",
          "a\n\nb\n",
          ".5",
          "+1",
          "0o7",
          "1_000",
          "-x",
          "x=y z",
          "/a/b",
          "a.b/c");

  private static final List<String> KEYS = List.of("a", "b.c/d", "1", "true", "x y", "é");

  @TempDir Path directory;

  private final RandomGenerator random;
  private final long seed = System.nanoTime();

  RandomValuesTest() {
    random = new SplittableRandom(seed);
  }

  private static JsonNode schema() {
    return JsonMapper.shared().readTree(CHART.resolve("values.schema.json").toFile());
  }

  private Map<String, Object> block(JsonNode schema) {
    var values = new LinkedHashMap<String, Object>();
    for (var property : schema.path("properties").properties()) {
      boolean needed =
          schema
              .path("required")
              .valueStream()
              .anyMatch(each -> each.asString().equals(property.getKey()));
      if (needed || random.nextInt(3) == 0) {
        values.put(property.getKey(), value(property.getValue()));
      }
    }
    var others = schema.path("additionalProperties");
    for (int i = random.nextInt(4); i > 0 && !others.isMissingNode() && !others.isBoolean(); i--) {
      values.put(pick(KEYS), value(others));
    }
    return values;
  }

  private Object value(JsonNode schema) {
    if (schema.has("enum")) {
      var one = schema.path("enum").get(random.nextInt(schema.path("enum").size()));
      return one.isBoolean() ? one.asBoolean() : one.asString();
    }
    var type =
        schema.path("type").isArray()
            ? schema.path("type").get(random.nextInt(2))
            : schema.path("type");
    return switch (type.asString()) {
      case "integer" -> 1 + random.nextInt(9);
      case "boolean" -> random.nextBoolean();
      case "array" -> list(schema.path("items"));
      case "object" ->
          schema.has("properties") || schema.path("additionalProperties").isObject()
              ? block(schema)
              : anything(3);
      default -> schema.has("pattern") ? "50%" : pick(TEXTS);
    };
  }

  private List<Object> list(JsonNode items) {
    var list = new ArrayList<Object>();
    for (int i = random.nextInt(3); i > 0; i--) {
      list.add(value(items));
    }
    return list;
  }

  /// Where the schema says nothing: as in a pod.
  private Map<String, Object> anything(int deep) {
    var values = new LinkedHashMap<String, Object>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.put(
          pick(KEYS),
          switch (random.nextInt(deep > 0 ? 6 : 4)) {
            case 0 -> random.nextInt(100);
            case 1 -> random.nextBoolean();
            case 2, 3 -> pick(TEXTS);
            case 4 -> anything(deep - 1);
            default -> List.of(pick(TEXTS), anything(deep - 1), List.of(), Map.of());
          });
    }
    return values;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static List<Object> objects(String yaml) {
    var all = new ArrayList<Object>();
    new Load(LoadSettings.builder().build()).loadAllFromString(yaml).forEach(all::add);
    return all;
  }

  @Test
  void weAndHelmRenderTheSame() throws IOException, Failure {
    var file = directory.resolve("values.yaml");
    for (int i = 0; i < SETS; i++) {
      var values = block(schema());
      // what these come to where nothing is said, a cluster decides
      values.put("gatewayClass", Map.of("create", random.nextBoolean()));
      values.merge("ingressClass", Map.of("default", random.nextBoolean()), RandomValuesTest::both);
      var yaml = JsonMapper.shared().writeValueAsString(values);
      Files.writeString(file, yaml);

      var ours =
          Chart.render(new Chart.Target("mesh", true), Map.of("values.yaml", yaml), List.of());
      var helms =
          new Helm(CHART)
              .template()
              .withName("tulle")
              .withNamespace("mesh")
              .withKubeVersion("1.34.0")
              .withValuesFile(file)
              .call();

      assertThat(objects(ours.substring(ours.indexOf("---\n# Source: tulle/templates/"))))
          .as("seed %d, values %s", seed, yaml)
          .isEqualTo(objects(helms));
    }
  }

  private static Object both(Object former, Object said) {
    var both = Values.fields(former);
    both.putAll(Values.fields(said));
    return both;
  }
}
