package dev.tulle.core.manifest;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Turns what the YAML parser says into what a person can act on.
final class YamlSentences {

  private YamlSentences() {}

  static YamlProblem.Found found(YamlEngineException refused, String text, int firstLine) {
    return switch (refused) {
      case ReaderException unreadable -> {
        int end = Math.min(unreadable.getPosition(), text.length());
        int line = firstLine + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
        yield new YamlProblem.Found(
            line,
            "the character U+%04X is not allowed in YAML".formatted(unreadable.getCodePoint()),
            "remove it, or write it as an escape in double quotes");
      }
      case MarkedYamlEngineException marked -> found(marked, firstLine);
      default ->
          new YamlProblem.Found(
              firstLine, "the document is not YAML: " + firstSentence(refused), "correct it");
    };
  }

  private static YamlProblem.Found found(MarkedYamlEngineException marked, int firstLine) {
    var problem = marked.getProblem() == null ? "" : marked.getProblem();
    var context = marked.getContext() == null ? "" : marked.getContext();
    int line = firstLine + marked.getProblemMark().map(mark -> mark.getLine()).orElse(0);
    int opened = firstLine + marked.getContextMark().map(mark -> mark.getLine()).orElse(0);
    if (problem.contains("(TAB)")) {
      return new YamlProblem.Found(
          line, "a tab stands where YAML wants spaces", "replace the tab by spaces");
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return new YamlProblem.Found(
          line,
          "a `key: value` stands where none can be: the indentation is wrong, or a text has `: `"
              + " in it",
          "align the line with its neighbours, or put the text in quotes");
    }
    if (context.startsWith("while scanning an alias")) {
      return new YamlProblem.Found(
          line,
          "a value that begins with `*` and is not in quotes is an alias",
          "put it in quotes");
    }
    if (problem.contains("cannot start any token")) {
      return new YamlProblem.Found(
          line, "a value begins with a character that must be in quotes", "put it in quotes");
    }
    if (problem.startsWith("could not find expected ':'")) {
      return new YamlProblem.Found(
          opened, "the line has no `: ` after its key", "write it as `key: value`");
    }
    if (context.startsWith("while scanning a quoted scalar")
        || context.startsWith("while scanning a double-quoted scalar")) {
      return problem.contains("escape")
          ? new YamlProblem.Found(
              line, "a text in double quotes has an unknown escape", "write `\\\\` for a backslash")
          : new YamlProblem.Found(opened, "a quote is opened and never closed", "close it");
    }
    if (context.startsWith("while parsing a flow")) {
      return new YamlProblem.Found(
          opened, "a `[` or `{` is opened and not closed rightly", "close it, or add the comma");
    }
    if (problem.contains("expected <block end>") || context.startsWith("while parsing a block")) {
      return new YamlProblem.Found(
          line,
          "the line does not fit to those it belongs to: its indentation is wrong",
          "align it with the lines of the same level");
    }
    if (problem.contains("are not allowed here")) {
      return new YamlProblem.Found(
          line,
          "the line does not fit here: its indentation is wrong",
          "align it with the lines of the same level");
    }
    return new YamlProblem.Found(
        line, "the document is not YAML: " + joined(context, problem), "correct the line");
  }

  private static String joined(String context, String problem) {
    return context.isEmpty() ? problem : context + ", " + problem;
  }

  private static String firstSentence(YamlEngineException refused) {
    var message = refused.getMessage();
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }
}
