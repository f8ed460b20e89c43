package dev.tulle.cli.install;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `--set` is given, in Helm's language: `a.b=1,c[0].d=x,e={x,y}`, with a backslash before a
/// comma or a dot that is meant as it is. It is read from left to right.
final class Assignment {

  private static final int MOST_ELEMENTS = 1000;

  private final String text;
  private int position;

  private Assignment(String text) {
    this.text = text;
  }

  /// Sets in `values`, which are changed, what `text` says.
  static void into(Map<String, Object> values, String text) throws Failure {
    var reader = new Assignment(text);
    do {
      reader.name(values);
    } while (reader.take(','));
  }

  private boolean take(char wanted) {
    if (position < text.length() && text.charAt(position) == wanted) {
      position++;
      return true;
    }
    return false;
  }

  /// Up to one of these characters.
  private String upTo(String ends) {
    var word = new StringBuilder();
    while (position < text.length() && ends.indexOf(text.charAt(position)) < 0) {
      boolean meant = take('\\') && position < text.length();
      word.append(meant || position < text.length() ? text.charAt(position++) : '\\');
    }
    return word.toString();
  }

  private void name(Map<String, Object> into) throws Failure {
    var name = upTo(".[=,");
    if (name.isEmpty()) {
      throw wrong("a value has no name");
    }
    into.put(name, below(into.get(name)));
  }

  /// What follows a name or an index, given what is there.
  private Object below(@Nullable Object there) throws Failure {
    if (take('.')) {
      var map = Values.fields(there instanceof Map<?, ?> known ? known : Map.of());
      name(map);
      return map;
    }
    if (take('[')) {
      return element(there instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>());
    }
    if (take('=')) {
      return take('{') ? list() : plain(upTo(","));
    }
    throw wrong("a value is given as NAME=VALUE");
  }

  private List<Object> element(List<Object> list) throws Failure {
    var index = upTo("]");
    if (!index.matches("\\d{1,3}") || !take(']')) {
      throw wrong("the index of a list is a number below " + MOST_ELEMENTS + ", as in [0]");
    }
    int at = Integer.parseInt(index);
    while (list.size() <= at) {
      list.add(Values.Nothing.NOTHING);
    }
    list.set(at, below(list.get(at)));
    return list;
  }

  private List<Object> list() throws Failure {
    var list = new ArrayList<Object>();
    if (take('}')) {
      return list;
    }
    do {
      list.add(plain(upTo(",}")));
    } while (take(','));
    if (!take('}')) {
      throw wrong("a list ends with }");
    }
    return list;
  }

  /// As Helm reads it: a whole number, true, false, nothing, or a text.
  private static Object plain(String word) {
    if (word.matches("0|-?[1-9]\\d{0,8}")) {
      return Integer.valueOf(word);
    }
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> Values.Nothing.NOTHING;
      default -> word;
    };
  }

  private Failure wrong(String why) {
    return new Failure(
        Exit.USAGE, "`--set " + text + "` sets nothing", why, "write it as in --set replicas=3");
  }
}
