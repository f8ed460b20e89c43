package dev.tulle.cli.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.function.UnaryOperator;

/// A user's folder of YAML that a test may edit. Files are saved as editors do, by writing beside
/// them and renaming.
record Folder(Path parent, String name) implements AutoCloseable {

  Path path() {
    return parent.resolve(name);
  }

  static Folder empty(String name) throws IOException {
    var folder = new Folder(Files.createTempDirectory("tulle-e2e-"), name);
    Files.createDirectory(folder.path());
    return folder;
  }

  /// A copy of one of the examples.
  static Folder copyOf(String example) throws IOException {
    var copy = empty(example);
    var source = Programs.repository().resolve("examples").resolve(example);
    try (var files = Files.list(source)) {
      for (var file : files.toList()) {
        Files.copy(file, copy.path().resolve(file.getFileName()));
      }
    }
    return copy;
  }

  String read(String file) throws IOException {
    return Files.readString(path().resolve(file));
  }

  void save(String file, String text) throws IOException {
    var beside = path().resolve("." + file + ".swp");
    Files.writeString(beside, text);
    Files.move(
        beside,
        path().resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  void edit(String file, UnaryOperator<String> change) throws IOException {
    var before = read(file);
    var after = change.apply(before);
    if (after.equals(before)) {
      throw new AssertionError("the edit of " + file + " changes nothing");
    }
    save(file, after);
  }

  void delete(String file) throws IOException {
    Files.delete(path().resolve(file));
  }

  @Override
  public void close() throws IOException {
    delete(parent);
  }

  static void delete(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
