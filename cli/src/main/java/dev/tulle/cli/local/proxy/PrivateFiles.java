package dev.tulle.cli.local.proxy;

import dev.tulle.server.ca.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Makes directories and files that only one user (and root) can look into.
record PrivateFiles(Owner owner) {

  void createDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    own(directory);
  }

  /// In one step: a reader sees the old or the new content.
  void write(Path file, String content) throws IOException {
    var temporary = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(
        temporary,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, content);
    own(temporary);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void own(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", owner.uid());
    Files.setAttribute(path, "unix:gid", owner.gid());
  }
}
