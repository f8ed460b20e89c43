package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `tulle check` finds nothing wrong with the examples, but for the one thing that `hello` is to
/// show.
class ExamplesTest {

  private static final Path EXAMPLES = Path.of("../examples");

  static List<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleHasNoFindings(Path example) {
    var check = Ran.of("check", example.toString());
    assertThat(check.err()).containsPattern("^[1-9][0-9]* objects, 0 errors, ");
    if (example.endsWith("hello")) {
      assertThat(check.out().lines())
          .filteredOn(it -> it.contains("warning:"))
          .singleElement()
          .asString()
          .contains("pathType");
    } else {
      assertThat(check.out()).isEmpty();
    }
  }
}
