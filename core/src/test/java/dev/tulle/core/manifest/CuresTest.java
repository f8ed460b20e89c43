package dev.tulle.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.cel.Program;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CuresTest {

  private final Schemas schemas = Schemas.published();

  @Test
  void thereIsACureForEachPatternAndRule() {
    var missing = new TreeSet<String>();
    schemas()
        .flatMap(
            schema ->
                Stream.concat(
                    schema.limits().pattern().stream().map(TextPattern::toString),
                    schema.rules().stream().map(Rule::message)))
        .filter(key -> Cures.cure(key, "").isEmpty())
        .forEach(missing::add);
    assertThat(missing).isEmpty();
  }

  @Test
  void eachRuleIsAnExpressionThatCanBeEvaluated() {
    var rules = new TreeSet<String>();
    schemas().forEach(schema -> schema.rules().forEach(rule -> rules.add(rule.toString())));
    assertThat(rules).hasSizeGreaterThan(80).allSatisfy(Program::of);
  }

  private Stream<Schema> schemas() {
    return Arrays.stream(KnownKind.values())
        .filter(KnownKind::isCustom)
        .flatMap(kind -> kind.versions().stream().flatMap(v -> kind.schema(v).stream()))
        .map(schemas::named)
        .flatMap(CuresTest::all);
  }

  private static Stream<Schema> all(Schema schema) {
    var inner =
        Stream.of(
                schema.properties().values().stream(),
                schema.items().stream(),
                schema.additional().stream())
            .flatMap(stream -> stream);
    return Stream.concat(Stream.of(schema), inner.flatMap(CuresTest::all));
  }
}
