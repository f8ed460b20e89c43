package dev.tulle.core.manifest;

import java.util.HashMap;
import java.util.Map;

/// What to do where a pattern or a rule of a CustomResourceDefinition does not hold, by the pattern
/// or by the message of the rule. They are read when the first one is needed.
final class Cures {

  private static final class Published {
    static final Map<String, String> CURES = read(Schemas.resource("cures.txt"));
  }

  private Cures() {}

  static String cure(String patternOrMessage, String otherwise) {
    return Published.CURES.getOrDefault(patternOrMessage, otherwise);
  }

  /// A line that is indented belongs to the one before it.
  private static Map<String, String> read(String text) {
    var cures = new HashMap<String, String>();
    var before = "";
    for (var line : text.split("\n", -1)) {
      if (line.startsWith("  ")) {
        cures.put(before, line.strip());
      }
      before = line;
    }
    return Map.copyOf(cures);
  }
}
