package dev.tulle.cli.command;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.json.JsonMapper;

/// The same content as JSON for programs and as YAML for people.
final class Output {

  private static final int LINE_WIDTH = 100;

  private final JsonMapper json = JsonMapper.builder().build();

  /// JSON that people can read, too.
  String indented(String oneLine) {
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(oneLine));
  }

  /// The YAML of what is given as JSON, without a document's marks.
  String yaml(String oneLine) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(LINE_WIDTH)
            .build();
    return new Dump(settings).dumpToString(json.readValue(oneLine, Object.class));
  }
}
