package dev.tulle.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// How a container of an image is started, as the last stage of the image's Dockerfile says: it is
/// said there and nowhere else.
record ImageDescription(
    List<String> entrypoint,
    List<String> arguments,
    Map<String, String> environment,
    Map<String, String> labels,
    String user,
    List<Integer> ports) {

  static ImageDescription read(Path dockerfile) throws IOException {
    var lines = lastStage(Files.readString(dockerfile).replace("\\\n", " "));
    var entrypoint = new ArrayList<String>();
    var arguments = new ArrayList<String>();
    var environment = new LinkedHashMap<String, String>();
    var labels = new LinkedHashMap<String, String>();
    var ports = new ArrayList<Integer>();
    var user = "";
    for (var line : lines) {
      var words = line.split("\\s+", 2);
      switch (words[0]) {
        case "ENTRYPOINT" -> entrypoint.addAll(list(words[1]));
        case "CMD" -> arguments.addAll(list(words[1]));
        case "ENV" -> environment.putAll(pairs(words[1]));
        case "LABEL" -> labels.putAll(pairs(words[1]));
        case "EXPOSE" ->
            List.of(words[1].split("\\s+")).forEach(port -> ports.add(Integer.valueOf(port)));
        case "USER" -> user = words[1].strip();
        case "FROM", "COPY" -> {} // the files are those of the tree
        default -> throw new IOException(dockerfile + ": " + words[0] + " is not known here");
      }
    }
    return new ImageDescription(entrypoint, arguments, environment, labels, user, ports);
  }

  private static List<String> lastStage(String text) {
    var lines = text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    int from = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("FROM ")) {
        from = i;
      }
    }
    return lines.subList(from, lines.size());
  }

  private static List<String> list(String json) {
    return JsonMapper.shared().readValue(json, new TypeReference<List<String>>() {});
  }

  /// `NAME="VALUE"`, one after the other.
  private static Map<String, String> pairs(String text) {
    var pairs = new LinkedHashMap<String, String>();
    var match = java.util.regex.Pattern.compile("(\\S+?)=\"([^\"]*)\"").matcher(text);
    while (match.find()) {
      pairs.put(match.group(1), match.group(2));
    }
    return pairs;
  }
}
