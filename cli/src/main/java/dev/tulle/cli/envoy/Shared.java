package dev.tulle.cli.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/// Files that every user of the machine may read and run, none but their owner write.
final class Shared {

  private Shared() {}

  /// The file itself where every user can get at it, otherwise a copy of it in the cache.
  static Path reachableByAll(Path file, Path cache) throws IOException {
    if (isOpen(file)) {
      return file;
    }
    var key = "%x-%x".formatted(Files.size(file), Files.getLastModifiedTime(file).toMillis());
    var copy = cache.resolve("own-" + key).resolve("envoy");
    if (!Files.isExecutable(copy)) {
      createDirectories(copy.resolveSibling("."));
      var part = Files.createTempFile(copy.getParent(), "envoy", ".part");
      Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
      publish(part, copy);
    }
    return copy;
  }

  /// Gives a complete file its name, at once or not at all.
  static void publish(Path part, Path target) throws IOException {
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Whatever the umask, folders that are made can be passed by all.
  static void createDirectories(Path folder) throws IOException {
    var normal = folder.normalize();
    if (Files.isDirectory(normal)) {
      return;
    }
    var parent = normal.getParent();
    if (parent != null) {
      createDirectories(parent);
    }
    Files.createDirectories(normal);
    Files.setPosixFilePermissions(normal, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static boolean isOpen(Path file) throws IOException {
    var permissions = Files.getPosixFilePermissions(file);
    if (!permissions.contains(PosixFilePermission.OTHERS_READ)) {
      return false;
    }
    for (Path at = file; at != null; at = at.getParent()) {
      if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }
}
