package dev.tulle.cli.view;

import java.util.ArrayList;
import java.util.List;

/// Text as it is fit for a terminal: without control characters, which could come from a user's
/// file, and no wider than it may be.
final class Words {

  private Words() {}

  static String clean(String text) {
    return text.codePoints().anyMatch(Character::isISOControl)
        ? text.replaceAll("\\p{Cntrl}+", " ")
        : text;
  }

  /// With a capital letter and a full stop.
  static String sentence(String text) {
    if (text.isEmpty()) {
      return text;
    }
    var begun = Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return begun.endsWith(".") || begun.endsWith("?") ? begun : begun + ".";
  }

  static String cut(String text, int width) {
    var clean = clean(text);
    return clean.length() <= width ? clean : clean.substring(0, Math.max(0, width - 1)) + "…";
  }

  /// Broken between words into lines of at most the width; a word that is longer is broken, too.
  static List<String> wrap(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : clean(text).strip().split(" +", -1)) {
      var rest = word;
      if (!line.isEmpty() && line.length() + 1 + rest.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      while (rest.length() > width) {
        lines.add(rest.substring(0, width));
        rest = rest.substring(width);
      }
      line.append(line.isEmpty() ? "" : " ").append(rest);
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }
}
