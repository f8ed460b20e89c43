package dev.tulle.cli.local.pod;

import java.util.List;
import java.util.Map;

/// Kubernetes' `$(NAME)` in commands, arguments and the values of environment variables: `$$` is a
/// dollar sign, and a name that is not defined stays as it is written.
final class Variables {

  private Variables() {}

  static List<String> expand(List<String> texts, Map<String, String> values) {
    return texts.stream().map(text -> expand(text, values)).toList();
  }

  static String expand(String text, Map<String, String> values) {
    var result = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var end = text.startsWith("$(", i) ? text.indexOf(')', i) : -1;
      if (end > 0) {
        var name = text.substring(i + 2, end);
        result.append(values.getOrDefault(name, "$(" + name + ")"));
        i = end;
      } else if (text.startsWith("$", i) && i + 1 < text.length()) {
        // A dollar sign takes the next character with it, so that `$$(X)` is never expanded.
        var next = text.charAt(i + 1);
        result.append(next == '$' ? "$" : "$" + next);
        i++;
      } else {
        result.append(text.charAt(i));
      }
    }
    return result.toString();
  }
}
