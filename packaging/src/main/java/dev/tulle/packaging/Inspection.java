package dev.tulle.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// What holds of the files of every image, looked at before it is written: nothing in it starts
/// another program for somebody who has got in, it says what it is made of and by which licences,
/// and it is not large.
record Inspection(Tree tree, String image) {

  static final long MOST_BYTES = 250_000_000;

  private static final Set<String> SHELLS =
      Set.of("sh", "ash", "bash", "busybox", "dash", "ksh", "toybox", "zsh", "perl", "python3");
  private static final Set<String> PACKAGE_MANAGERS =
      Set.of("apk", "apt", "apt-get", "dnf", "dpkg", "pip", "rpm", "yum");

  /// Throws what is wrong, as one sentence.
  void inspect() throws IOException {
    long bytes = 0;
    for (var path : tree.files()) {
      bytes += Files.size(tree.at(path));
      program(path);
    }
    if (bytes > MOST_BYTES) {
      throw wrong("has " + bytes / 1_000_000 + " MB of files, more than " + MOST_BYTES / 1_000_000);
    }
    billOfMaterials();
    for (var licence : Set.of("LICENSE", "NOTICE")) {
      if (!Files.isRegularFile(tree.at("/usr/share/doc/tulle/" + licence))) {
        throw wrong("lacks our own " + licence);
      }
    }
  }

  private void program(String path) throws IOException {
    var name = Path.of(path).getFileName().toString();
    if (SHELLS.contains(name) || PACKAGE_MANAGERS.contains(name)) {
      throw wrong("has " + path + ", and neither a shell nor a package manager is to be in it");
    }
    if (Files.getPosixFilePermissions(tree.at(path)).contains(PosixFilePermission.OTHERS_WRITE)) {
      throw wrong("has " + path + ", which everybody may write");
    }
  }

  private void billOfMaterials() throws IOException {
    var file = tree.at("/usr/share/sbom/" + image + ".cdx.json");
    if (!Files.isRegularFile(file)) {
      throw wrong("lacks a bill of materials");
    }
    var components = JsonMapper.shared().readTree(file.toFile()).path("components");
    if (components.isEmpty()) {
      throw wrong("has a bill of materials in which nothing is");
    }
    for (var component : components) {
      if (component.path("name").asString("").isEmpty()
          || component.path("version").asString("").isEmpty()
          || component.path("licenses").isEmpty()) {
        throw wrong(
            "has a bill of materials in which this lacks a name, a version or a licence: "
                + component);
      }
    }
  }

  private IOException wrong(String what) {
    return new IOException("the image " + image + " " + what);
  }
}
