package dev.tulle.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A Debian package that files of this machine come from: what it is called in a bill of materials,
/// and where its copyright stands.
record SystemPackage(String name, String version, String architecture)
    implements Comparable<SystemPackage> {

  /// The one that a file belongs to. Where `/lib` is a link to `/usr/lib`, the package's list of
  /// files may have either.
  static SystemPackage of(String file) throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of("/usr/bin/dpkg-query"))) {
      throw new IOException(
          "which package "
              + file
              + " comes from, and under which licence, only dpkg says: build the images on"
              + " Debian or Ubuntu, or with the Dockerfiles, which do so");
    }
    var owner = owner(file);
    var row =
        Command.run(
            List.of("dpkg-query", "-W", "-f", "${Package}\t${Version}\t${Architecture}\n", owner));
    var columns = row.lines().findFirst().orElseThrow().split("\t", -1);
    return new SystemPackage(columns[0], columns[1], columns[2]);
  }

  private static String owner(String file) throws IOException, InterruptedException {
    String line;
    try {
      line = Command.run(List.of("dpkg-query", "-S", file));
    } catch (IOException e) {
      var other = file.startsWith("/usr/") ? file.substring("/usr".length()) : "/usr" + file;
      line = Command.run(List.of("dpkg-query", "-S", other));
    }
    return line.lines().findFirst().orElseThrow().replaceFirst(": /.*", "");
  }

  String packageUrl() {
    return "pkg:deb/debian/%s@%s?arch=%s"
        .formatted(name, version.replace("+", "%2B"), architecture);
  }

  String copyright() {
    return "/usr/share/doc/" + name + "/copyright";
  }

  @Override
  public int compareTo(SystemPackage other) {
    return name.compareTo(other.name);
  }
}
