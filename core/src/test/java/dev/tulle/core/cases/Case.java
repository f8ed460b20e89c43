package dev.tulle.core.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One folder below `src/test/cases`: objects in `input.yaml`, and what they compile to.
record Case(String name, Path folder) {

  static final Path ROOT = Path.of("src/test/cases");

  /// The file in which cases of the DNS server, which have a test of their own, have theirs.
  static final String OF_DNS = "answers.txt";

  static List<Case> all() {
    try (var files = Files.walk(ROOT, 3)) {
      return files
          .filter(file -> file.endsWith("input.yaml"))
          .map(Path::getParent)
          .filter(folder -> !Files.exists(folder.resolve(OF_DNS)))
          .map(folder -> new Case(ROOT.relativize(folder).toString(), folder))
          .sorted((one, other) -> one.name().compareTo(other.name()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String input() {
    return text("input.yaml");
  }

  /// Empty where there is no such file.
  String text(String file) {
    try {
      var path = folder.resolve(file);
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
