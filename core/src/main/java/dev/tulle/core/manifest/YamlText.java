package dev.tulle.core.manifest;

import java.util.ArrayList;
import java.util.List;

/// The YAML documents of one text. The text is cut at its `---` lines first, so that a mistake in
/// one document leaves those before and after it readable.
record YamlText(List<YamlNode> documents, List<Broken> broken) {

  /// A document that could not be read: the problem, and its text for whoever looks for a name.
  record Broken(YamlProblem problem, String text) {}

  static final int MOST_CHARACTERS = 3 * 1024 * 1024;

  YamlText {
    documents = List.copyOf(documents);
    broken = List.copyOf(broken);
  }

  static YamlText read(String text) {
    if (text.length() > MOST_CHARACTERS) {
      var problem =
          new YamlProblem(
              1,
              "the file is larger than 3 MiB, which is more than Tulle reads",
              "split it into several files");
      return new YamlText(List.of(), List.of(new Broken(problem, "")));
    }
    var documents = new ArrayList<YamlNode>();
    var broken = new ArrayList<Broken>();
    for (var part : parts(text)) {
      try {
        documents.addAll(new YamlReader(part.text(), part.line()).documents());
      } catch (YamlProblem.Found found) {
        broken.add(new Broken(explained(found.problem(), part), part.text()));
      }
    }
    return new YamlText(documents, broken);
  }

  /// What most often goes wrong: a template that was meant for Helm.
  private static YamlProblem explained(YamlProblem problem, Part part) {
    var line = part.text().lines().skip(problem.line() - part.line()).findFirst().orElse("");
    return line.contains("{{")
        ? new YamlProblem(
            problem.line(),
            "a `{{` stands here, as in a template that is not yet rendered",
            "render it first, e.g. with `helm template`, or put the value in quotes")
        : problem;
  }

  /// A part of a text and the line on which it begins.
  private record Part(String text, int line) {}

  private static List<Part> parts(String text) {
    var parts = new ArrayList<Part>();
    int start = (!text.isEmpty() && text.charAt(0) == '\uFEFF') ? 1 : 0;
    int startLine = 1;
    int line = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      line++;
      if (isSeparator(text, at + 1)) {
        add(parts, text.substring(start, at + 1), startLine);
        start = at + 1;
        startLine = line;
      }
    }
    add(parts, text.substring(start), startLine);
    return parts;
  }

  private static boolean isSeparator(String text, int at) {
    return text.startsWith("---", at)
        && (at + 3 == text.length() || Character.isWhitespace(text.charAt(at + 3)));
  }

  private static void add(List<Part> parts, String text, int line) {
    boolean empty =
        text.lines()
            .allMatch(s -> s.isBlank() || s.stripLeading().startsWith("#") || s.startsWith("%"));
    if (!empty) {
      parts.add(new Part(text, line));
    }
  }
}
