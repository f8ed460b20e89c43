package dev.tulle.core.manifest;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Turns what the YAML parser says into what a person can act on.
final class YamlSentences {

  private YamlSentences() {}

  /// `firstLine` is the line of its file on which the text begins.
  static YamlProblem.Found found(YamlEngineException refused, String text, int firstLine) {
    return switch (refused) {
      case ReaderException unreadable -> {
        int end = Math.min(unreadable.getPosition(), text.length());
        yield new YamlProblem.Found(
            firstLine + lineBreaks(text.substring(0, end)),
            "the character U+%04X is not allowed in YAML".formatted(unreadable.getCodePoint()),
            "remove it, or write it as an escape in double quotes");
      }
      case MarkedYamlEngineException marked -> {
        // the parser calls the end of a text a line of its own
        int last = firstLine + lineBreaks(text.stripTrailing());
        int line = Math.min(last, firstLine + line(marked.getProblemMark()));
        int opened = Math.min(last, firstLine + line(marked.getContextMark()));
        yield found(marked, line, opened);
      }
      default ->
          new YamlProblem.Found(
              firstLine, "the document is not YAML: " + firstSentence(refused), "correct it");
    };
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(0);
  }

  private static int lineBreaks(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  private static YamlProblem.Found found(MarkedYamlEngineException marked, int line, int opened) {
    var problem = marked.getProblem() == null ? "" : marked.getProblem();
    var context = marked.getContext() == null ? "" : marked.getContext();
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
