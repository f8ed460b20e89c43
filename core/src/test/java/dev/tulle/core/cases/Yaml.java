package dev.tulle.core.cases;

import java.util.List;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/// YAML text as plain maps and lists, and back.
final class Yaml {

  private static final DumpSettings BLOCKS =
      DumpSettings.builder()
          .setDereferenceAliases(true)
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setDefaultScalarStyle(ScalarStyle.PLAIN)
          .setWidth(1000)
          .build();

  private Yaml() {}

  static List<Object> documents(String text) {
    var documents = new java.util.ArrayList<Object>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(text)
        .forEach(
            document -> {
              if (document != null) {
                documents.add(document);
              }
            });
    return documents;
  }

  static String text(Object tree) {
    return new Dump(BLOCKS).dumpToString(tree);
  }
}
