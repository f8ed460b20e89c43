package dev.tulle.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What a folder holds Tulle's own kinds against is what the chart's CustomResourceDefinitions say;
/// `core/src/schema/tulle.py` makes the one from the other.
class OwnKindsTest {

  private static final Path CRD = Path.of("../charts/tulle/crds/gatewayparameters.yaml");

  @Test
  void theSchemaIsThatOfTheChart() throws IOException {
    var inChart = Schema.of(published(Files.readString(CRD))).properties().get("spec");
    var read = Schemas.published().named("GatewayParameters").properties().get("spec");
    assertThat(inChart).isNotNull();
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*compiled")
        .isEqualTo(inChart);
  }

  private static Mapping published(String text) {
    var definition = (Mapping) YamlText.read(text).documents().getFirst();
    var versions = (Sequence) at((Mapping) at(definition, "spec"), "versions");
    var schema = (Mapping) at((Mapping) versions.items().getFirst(), "schema");
    return (Mapping) at(schema, "openAPIV3Schema");
  }

  private static YamlNode at(Mapping mapping, String key) {
    return Objects.requireNonNull(mapping.entries().get(key), key).value();
  }
}
