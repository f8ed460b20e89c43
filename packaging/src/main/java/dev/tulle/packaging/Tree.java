package dev.tulle.packaging;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// The root file system of an image while it is put together: a folder whose paths are those that
/// they will have in the image. Every file in it has the same time.
record Tree(Path root, Instant time) {

  /// An empty one, in place of whatever was there.
  static Tree at(Path root, Instant time) throws IOException {
    if (Files.exists(root)) {
      try (var files = Files.walk(root)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(root);
    return new Tree(root, time);
  }

  /// Where an absolute path of the image is on this machine.
  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  void write(String path, String text) throws IOException {
    Files.createDirectories(at(path).getParent());
    Files.writeString(at(path), text);
    settle(at(path));
  }

  void write(String path, byte[] bytes) throws IOException {
    Files.createDirectories(at(path).getParent());
    Files.write(at(path), bytes);
    settle(at(path));
  }

  /// A link is copied as the file that it leads to.
  void copy(Path file, String path) throws IOException {
    Files.createDirectories(at(path).getParent());
    Files.copy(
        file, at(path), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    settle(at(path));
  }

  /// Gives a folder that another program filled the time of all files here.
  void settleAll(String path) throws IOException {
    Files.walkFileTree(
        at(path),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!attributes.isSymbolicLink()) {
              settle(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  void settle(String path) throws IOException {
    settle(at(path));
  }

  private void settle(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  /// All files, as absolute paths of the image, in order.
  List<String> files() throws IOException {
    try (var all = Files.walk(root)) {
      return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> "/" + root.relativize(file))
          .sorted()
          .toList();
    }
  }
}
