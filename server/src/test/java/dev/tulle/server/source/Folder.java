package dev.tulle.server.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A folder of manifests for tests, changed as people and programs change one.
record Folder(Path path) {

  static String service(String name, int port) {
    return """
    apiVersion: v1
    kind: Service
    metadata:
      name: %s
    spec:
      ports:
        - port: %d
    """
        .formatted(name, port);
  }

  Path write(String file, String text) throws IOException {
    var target = path.resolve(file);
    Files.createDirectories(target.getParent());
    return Files.writeString(target, text);
  }

  /// As most editors save: a new file that takes the place of the old one at once.
  void replace(String file, String text) throws IOException {
    var temporary = Files.writeString(path.resolve("." + file + ".tmp"), text);
    Files.move(
        temporary,
        path.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  void delete(String file) throws IOException {
    Files.delete(path.resolve(file));
  }
}
