package dev.tulle.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An image's digest follows from its files and its Dockerfile, and from nothing else; and what an
/// image must not be is found.
class ArchiveTest {

  private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");
  private static final Path DOCKERFILE = Path.of("proxy", "Dockerfile");
  private static final Map<String, String> FILES =
      Map.of(
          "/usr/local/bin/envoy", "a program",
          "/etc/passwd", "root:x:0:0\n",
          "/usr/share/doc/tulle/LICENSE", "ours",
          "/usr/share/doc/tulle/NOTICE", "ours",
          "/usr/share/sbom/tulle-proxy.cdx.json",
              """
              {"components": [{"name": "envoy", "version": "1", "licenses": [{"expression": "Apache-2.0"}]}]}
              """);

  @TempDir Path directory;

  /// The same files, made at another time in another order with another mask.
  private Tree tree(int seed) throws IOException {
    var tree = Tree.at(directory.resolve("tree-" + seed), TIME);
    var paths = new ArrayList<>(FILES.keySet());
    Collections.shuffle(paths, new Random(seed));
    for (var path : paths) {
      tree.write(path, FILES.getOrDefault(path, ""));
      var permissions = seed % 2 == 0 ? "rw-r--r--" : "rw-rw-r--";
      Files.setPosixFilePermissions(tree.at(path), PosixFilePermissions.fromString(permissions));
    }
    Files.setPosixFilePermissions(
        tree.at("/usr/local/bin/envoy"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(tree.at("/tmp"));
    Files.setLastModifiedTime(tree.at("/usr"), FileTime.from(Instant.ofEpochSecond(seed)));
    return tree;
  }

  private String digest(Tree tree, int seed) throws IOException, InterruptedException {
    return new Archive(
            "tulle.dev/test:1", tree, ProxyImage.LAYERS, ImageDescription.read(DOCKERFILE))
        .write(directory.resolve("image-" + seed + ".tar"), directory.resolve("layers-" + seed));
  }

  @Test
  void theSameFilesAreTheSameImage() throws IOException, InterruptedException {
    var first = digest(tree(1), 1);
    var other = tree(3);
    other.write("/etc/passwd", "nobody:x:1:1\n");

    assertThat(digest(tree(2), 2)).isEqualTo(first);
    assertThat(digest(other, 3)).isNotEqualTo(first);
  }

  private void assertRefused(Tree tree, String why) {
    assertThatThrownBy(() -> new Inspection(tree, "tulle-proxy").inspect())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the image tulle-proxy " + why);
  }

  @Test
  void whatAnImageMustNotBeIsFound() throws IOException {
    new Inspection(tree(1), "tulle-proxy").inspect();

    for (var program : List.of("/bin/sh", "/usr/bin/busybox", "/usr/bin/apt-get")) {
      var tree = tree(2);
      tree.write(program, "");
      assertRefused(tree, "has " + program);
    }
    for (var missing :
        List.of("/usr/share/doc/tulle/NOTICE", "/usr/share/sbom/tulle-proxy.cdx.json")) {
      var tree = tree(3);
      Files.delete(tree.at(missing));
      assertRefused(tree, "lacks ");
    }
    var unlicensed = tree(4);
    unlicensed.write(
        "/usr/share/sbom/tulle-proxy.cdx.json",
        "{\"components\": [{\"name\": \"a\", \"version\": \"1\"}]}");
    assertRefused(unlicensed, "has a bill of materials in which this lacks");
    var large = tree(5);
    try (var file = new java.io.RandomAccessFile(large.at("/large").toFile(), "rw")) {
      file.setLength(Inspection.MOST_BYTES); // sparse
    }
    assertRefused(large, "has 250 MB of files");
  }
}
