package dev.tulle.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each file under `manifests/` is a case: a manifest, and after it what is to be said of it, in
/// comments that begin with `#=`. `-Dgolden=write` writes those anew.
class ManifestCasesTest {

  static final Path CASES = Path.of("src/test/resources/manifests");
  private static final ManifestFile READER = new ManifestFile();

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatTheCaseExpects(Path file) throws IOException {
    var text = Files.readString(file);
    var input = input(text);
    var said = said(READER.read(file.getFileName().toString(), input));
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(file, input + String.join("\n", said) + "\n");
      return;
    }
    assertThat(said).isEqualTo(text.substring(input.length()).lines().toList());
  }

  static Stream<Path> cases() throws IOException {
    try (var files = Files.walk(CASES)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  static String input(String text) {
    int end = text.startsWith("#=") ? 0 : text.indexOf("\n#=") + 1;
    return end == 0 && !text.startsWith("#=") ? text : text.substring(0, end);
  }

  private static List<String> said(ParsedFile parsed) {
    var said = new ArrayList<String>();
    parsed.objects().forEach(o -> said.add("#= line " + o.line() + ": " + o.name()));
    parsed.refused().stream().sorted().forEach(name -> said.add("#= refused: " + name));
    if (parsed.broken()) {
      said.add("#= broken");
    }
    parsed.findings().forEach(f -> said.add("#= " + f.severity() + " " + f.reason() + " " + f));
    return said;
  }
}
