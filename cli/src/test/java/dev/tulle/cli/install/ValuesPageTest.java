package dev.tulle.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The reference of values says what the chart's schema says, and which defaults there are.
/// `-Dgolden=write` writes that part of the page instead.
class ValuesPageTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "values.md");
  private static final Path CHART = Path.of("..", "charts", "tulle");
  private static final Pattern TABLE =
      Pattern.compile("<!-- values -->\n.*?<!-- end -->", Pattern.DOTALL);

  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void thePageSaysWhatTheSchemaSays() throws IOException {
    var rows = new ArrayList<String>();
    rows.add("| value | default | what it is |");
    rows.add("|---|---|---|");
    add(rows, "", schema(), defaults());
    var table = "<!-- values -->\n" + String.join("\n", rows) + "\n<!-- end -->";
    var page = Files.readString(PAGE);
    var expected = TABLE.matcher(page).replaceAll(Matcher.quoteReplacement(table));

    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(PAGE, expected);
      page = expected;
    }
    assertThat(page).isEqualTo(expected).contains("`replicas`");
  }

  private static void add(List<String> rows, String at, JsonNode schema, JsonNode defaults) {
    var names = new ArrayList<>(schema.path("properties").propertyNames());
    assertThat(defaults.propertyNames())
        .as("values in the schema and those that have defaults, at %s", at)
        .containsExactlyInAnyOrderElementsOf(names);
    for (var name : names) {
      var value = schema.path("properties").path(name);
      var words = value.path("description").asString("");
      assertThat(words).as("what %s%s is", at, name).endsWith(".");
      if (value.path("properties").isEmpty()) {
        rows.add("| `%s%s` | `%s` | %s |".formatted(at, name, defaults.path(name), words));
      } else {
        rows.add("| `%s%s` | | %s |".formatted(at, name, words));
        add(rows, at + name + ".", value, defaults.path(name));
      }
    }
  }

  private static JsonNode schema() {
    return JSON.readTree(CHART.resolve("values.schema.json").toFile());
  }

  private static JsonNode defaults() throws IOException {
    var values = Files.readString(CHART.resolve("values.yaml"));
    return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(values));
  }
}
