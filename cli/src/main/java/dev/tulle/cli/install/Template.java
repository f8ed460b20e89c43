package dev.tulle.cli.install;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A template as it was read: what is put out, and what it defines for others to include.
record Template(List<Node> nodes, Map<String, List<Node>> definitions) {

  static Template read(String text) {
    var reader = new Reader(text);
    var nodes = reader.block();
    return new Template(nodes, reader.definitions);
  }

  /// Goes through a template from its start to its end.
  private static final class Reader {

    /// An action or a comment, with the white space that its dashes take away.
    private static final Pattern ACTION =
        Pattern.compile(
            "(?s)(\\s*\\{\\{-\\s|\\{\\{)\\s*(/\\*.*?\\*/|.*?)\\s*(\\s-\\}\\}\\s*|\\}\\})");

    private final String text;
    private final Matcher action;
    private final Map<String, List<Node>> definitions = new HashMap<>();
    private int position;

    /// The word that ended the last block: `end`, `else …`, or nothing at the end of the text.
    private String ended = "";

    private Reader(String text) {
      this.text = text;
      this.action = ACTION.matcher(text);
    }

    private List<Node> block() {
      var nodes = new ArrayList<Node>();
      while (action.find(position)) {
        if (action.start() > position) {
          nodes.add(new Node.Text(text.substring(position, action.start())));
        }
        position = action.end();
        var words = action.group(2);
        if (words.equals("end") || words.startsWith("else")) {
          ended = words;
          return List.copyOf(nodes);
        }
        if (!words.startsWith("/*")) {
          add(nodes, words);
        }
      }
      if (position < text.length()) {
        nodes.add(new Node.Text(text.substring(position)));
        position = text.length();
      }
      ended = "";
      return List.copyOf(nodes);
    }

    private void add(List<Node> nodes, String words) {
      int space = words.indexOf(' ');
      var keyword = space < 0 ? words : words.substring(0, space);
      var rest = words.substring(space + 1);
      switch (keyword) {
        case "if" -> nodes.add(new Node.If(ExpressionReader.read(rest), block(), otherwise()));
        case "with" -> nodes.add(new Node.With(ExpressionReader.read(rest), block(), otherwise()));
        case "range" -> nodes.add(new Node.Range(ExpressionReader.read(rest), block()));
        case "define" -> definitions.put(rest.substring(1, rest.length() - 1), block());
        default -> nodes.add(new Node.Output(ExpressionReader.read(words)));
      }
    }

    private List<Node> otherwise() {
      return ended.equals("else") ? block() : List.of();
    }
  }
}
