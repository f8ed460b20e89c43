package dev.tulle.cli.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;

/// A user's folder of YAML: a copy of one of the examples that a test may edit. Files are saved as
/// editors do, by writing beside them and renaming.
record Folder(Path path) {

  static Folder copyOf(String example) throws IOException {
    var source = Tulle.repository().resolve("examples").resolve(example);
    var copy = Files.createTempDirectory("tulle-e2e-").resolve(example);
    Files.createDirectories(copy);
    try (var files = Files.list(source)) {
      for (var file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return new Folder(copy);
  }

  void save(String file, String text) throws IOException {
    var beside = path.resolve("." + file + ".swp");
    Files.writeString(beside, text);
    Files.move(
        beside,
        path.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  void edit(String file, UnaryOperator<String> change) throws IOException {
    var before = Files.readString(path.resolve(file));
    var after = change.apply(before);
    if (after.equals(before)) {
      throw new AssertionError("the edit of " + file + " changes nothing");
    }
    save(file, after);
  }

  void delete(String file) throws IOException {
    Files.delete(path.resolve(file));
  }
}
