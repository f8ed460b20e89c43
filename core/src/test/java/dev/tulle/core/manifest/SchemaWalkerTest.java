package dev.tulle.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What the schemas of CustomResourceDefinitions have beyond those of Kubernetes' own kinds.
class SchemaWalkerTest {

  private static final String SCHEMA =
      """
      type: object
      required: [name]
      properties:
        name: {type: string, pattern: '^[a-z]+$', minLength: 2, maxLength: 4}
        ratio: {type: number, minimum: 0, maximum: 1}
        count: {type: integer, format: int64, minimum: 1}
        port: {x-kubernetes-int-or-string: true}
        mode: {type: string, enum: [Strict, Permissive], default: Strict}
        tags: {type: array, minItems: 1, maxItems: 2, items: {type: string}}
        free:
          type: object
          x-kubernetes-preserve-unknown-fields: true
          properties: {a: {type: string}}
        labels: {type: object, additionalProperties: {type: integer}}
      """;

  private static List<String> said(String text) {
    var schemas = Schemas.of("");
    var node = node(text);
    var report = new Report(new ObjectName("Kind", "", "a"), "a.yaml", new SourceMap(node));
    new SchemaWalker(schemas, report).walk(node, Schema.of(node(SCHEMA)), "");
    return report.findings().stream().map(f -> f.line() + " " + f.message()).toList();
  }

  private static Mapping node(String text) {
    return (Mapping) YamlText.read(text).documents().getFirst();
  }

  @Test
  void whatAgreesIsLeftAlone() {
    assertThat(
            said(
                """
                name: abc
                ratio: 0.5
                count: 9007199254740993
                port: http
                mode: Permissive
                tags: [a]
                free: {a: text, anything: [1, {b: 2}]}
                labels: {one: 1}
                """))
        .isEmpty();
  }

  @Test
  void eachLimitIsHeld() {
    assertThat(
            said(
                """
                name: ABCDE
                ratio: 1.01
                count: 0
                port: 1.5
                mode: strict
                tags: [a, b, c]
                free: {a: 1, anything: 2}
                labels: {one: x}
                other: 1
                """))
        .containsExactly(
            "1 Kind a: `name` has 5 characters, and must have at most 4",
            "1 Kind a: `name` is the text \"ABCDE\", which does not match ^[a-z]+$",
            "2 Kind a: `ratio` is 1.01, and must be between 0 and 1",
            "3 Kind a: `count` is 0, and must be at least 1",
            "4 Kind a: `port` must be a whole number or text, and is the number 1.5",
            "5 Kind a: `mode` is \"strict\", which is none of Strict, Permissive",
            "6 Kind a: `tags` has 3 items, and must have at most 2",
            "7 Kind a: `free.a` must be text, and is the number 1",
            "8 Kind a: `labels.one` must be a whole number, and is the text \"x\"",
            "9 Kind a: `other` is not a field that Kubernetes knows");
  }

  @Test
  void whatIsRequiredMustBeThere() {
    assertThat(said("ratio: 1\nname: null\n")).containsExactly("2 Kind a: `name` is missing");
  }

  @Test
  void aDefaultIsAValueOfItsSchema() {
    var mode = Objects.requireNonNull(Schema.of(node(SCHEMA)).properties().get("mode"));
    assertThat(mode.defaultValue()).containsInstanceOf(YamlNode.Text.class);
  }
}
