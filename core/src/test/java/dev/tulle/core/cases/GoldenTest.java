package dev.tulle.core.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each case compiles to what its files say. `-Dgolden=write` writes the files instead; their diff
/// is then what changed, and is to be read.
final class GoldenTest {

  private static final boolean WRITE = "write".equals(System.getProperty("golden"));

  @TestFactory
  Stream<DynamicTest> cases() {
    return Case.all().stream()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> compare(each)));
  }

  private static void compare(Case each) {
    var outcome = Outcome.of(Objects.read(each.input()));
    if (WRITE) {
      each.write("xds.yaml", outcome.xds());
      each.write("status.yaml", outcome.status());
    }
    assertThat(outcome.status()).isEqualTo(each.text("status.yaml"));
    assertThat(outcome.xds()).isEqualTo(each.text("xds.yaml"));
  }

  @Test
  void everyFileBelongsToACase() throws IOException {
    var known = Set.of("input.yaml", "xds.yaml", "status.yaml");
    var cases = Case.all().stream().map(Case::folder).toList();
    try (var files = Files.walk(Case.ROOT)) {
      var unused =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !Files.exists(file.resolveSibling(Case.OF_DNS)))
              .filter(
                  file ->
                      !known.contains(file.getFileName().toString())
                          || !cases.contains(file.getParent()))
              .toList();
      assertThat(unused).isEqualTo(List.of());
    }
  }
}
