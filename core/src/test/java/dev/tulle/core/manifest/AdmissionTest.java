package dev.tulle.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.cel.Value;
import dev.tulle.core.manifest.ObjectReader.Accepted;
import dev.tulle.core.manifest.ObjectReader.Refused;
import dev.tulle.core.manifest.YamlNode.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An object is refused where a real API server refused it, and has the same defaults where it did
/// not: `src/test/admission` has the objects and what the server said, as `record.py` there wrote
/// it down. `-Dadmission=FOLDER` takes another folder.
class AdmissionTest {

  private static final Path FOLDER = Path.of(System.getProperty("admission", "src/test/admission"));

  private static final Pattern FIELD = Pattern.compile("(spec[^ ]*): ");

  private final Schemas schemas = Schemas.published();
  private final ObjectReader reader = new ObjectReader(schemas);

  @ParameterizedTest
  @MethodSource("files")
  void theVerdictIsThatOfAnApiServer(String kind) throws IOException {
    var said = mapping(documents(kind + ".json").getFirst());
    var objects = documents(kind + ".yaml").stream().map(AdmissionTest::mapping).toList();
    assertThat(said.entries()).hasSameSizeAs(objects);
    var differences = new ArrayList<String>();
    for (var object : objects) {
      var name = text(object, "metadata", "name");
      var difference = difference(object, mapping(child(said, name)));
      if (!difference.isEmpty()) {
        differences.add(name + ": " + difference);
      }
    }
    assertThat(differences).isEmpty();
  }

  private String difference(Mapping object, Mapping said) {
    boolean accepted = said.entries().containsKey("accepted");
    return switch (reader.read(object, "a.yaml")) {
      case Accepted _ ->
          accepted
              ? difference(NodeValue.of(complete(object)), NodeValue.of(child(said, "accepted")))
              : "accepted, and the server says " + NodeValue.of(child(said, "refused"));
      case Refused(_, var findings) ->
          accepted ? "refused: " + findings : places(findings, child(said, "refused"));
      case ObjectReader.Unused unused -> unused.toString();
      case ObjectReader.Empty empty -> empty.toString();
    };
  }

  /// A finding speaks of each field that the server speaks of, or of what is in it.
  private static String places(List<FileFinding> findings, YamlNode said) {
    for (var item : ((YamlNode.Sequence) said).items()) {
      var cause = FIELD.matcher(((YamlNode.Text) item).value());
      if (cause.lookingAt()
          && findings.stream().noneMatch(f -> f.message().contains("`" + cause.group(1)))) {
        return "nothing is said of " + cause.group(1) + ": " + findings;
      }
    }
    return "";
  }

  private static String difference(Value ours, Value theirs) {
    return ours.equals(theirs) ? "" : "is completed to " + ours + ", by the server to " + theirs;
  }

  private YamlNode complete(Mapping object) {
    var known = KnownKind.of(text(object, "kind")).orElseThrow();
    var schema = known.schema(text(object, "apiVersion")).orElseThrow();
    return child(SchemaDefaults.fill(object, schemas.resolved(schemas.named(schema))), "spec");
  }

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".yaml"))
          .map(file -> file.replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  private static List<YamlNode> documents(String file) throws IOException {
    return YamlText.read(Files.readString(FOLDER.resolve(file))).documents();
  }

  private static Mapping mapping(YamlNode node) {
    return (Mapping) node;
  }

  private static YamlNode child(YamlNode node, String key) {
    return Objects.requireNonNull(mapping(node).entries().get(key), key).value();
  }

  private static String text(YamlNode node, String... path) {
    for (var key : path) {
      node = child(node, key);
    }
    return ((YamlNode.Text) node).value();
  }
}
