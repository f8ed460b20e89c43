package dev.tulle.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of kinds lists those that are read, in the versions in which they are.
class KindsPageTest {

  private static final Path PAGE = Path.of("../docs/reference/kinds.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z][^|]*) \\| (.*) \\|$");
  private static final Pattern VERSION = Pattern.compile("`([^`]+)`");

  @Test
  void thePageHasEachKindAndVersion() throws IOException {
    var listed = new TreeSet<String>();
    ROW.matcher(Files.readString(PAGE))
        .results()
        .forEach(
            row -> {
              for (var kind : row.group(1).split(", ", -1)) {
                VERSION
                    .matcher(row.group(2))
                    .results()
                    .forEach(version -> listed.add(kind + " " + version.group(1)));
              }
            });
    var read = new TreeSet<String>();
    Arrays.stream(KnownKind.values())
        .forEach(
            kind ->
                kind.versions()
                    .forEach(
                        version ->
                            read.add(
                                kind.kind()
                                    + " "
                                    + (kind.isCustom()
                                        ? version.substring(version.indexOf('/') + 1)
                                        : version))));
    assertThat(listed).isEqualTo(read);
  }
}
