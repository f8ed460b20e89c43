package dev.tulle.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a dynamically linked program needs of a Linux system: the C library and what else it is
/// linked with, a user that is not root, certificates. There is no shell and no package manager.
final class BaseSystem {

  private static final String CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

  /// As in `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)`, or for the loader without a name.
  private static final Pattern LINKED = Pattern.compile("(?:.* => )?(/\\S+) \\(0x[0-9a-f]+\\)");

  private final Tree tree;
  private final SortedSet<SystemPackage> packages = new TreeSet<>();

  BaseSystem(Tree tree) {
    this.tree = tree;
  }

  /// Adds all that the given binaries, which are in the tree already, are linked with.
  SortedSet<SystemPackage> addFor(List<Path> binaries) throws IOException, InterruptedException {
    for (var library : libraries(binaries)) {
      tree.copy(Path.of(library), library);
      packages.add(SystemPackage.of(library));
    }
    tree.copy(Path.of(CERTIFICATES), CERTIFICATES);
    packages.add(SystemPackage.of("/usr/sbin/update-ca-certificates"));
    tree.write("/etc/passwd", "root:x:0:0:root:/root:\nnonroot:x:65532:65532:nonroot:/tmp:\n");
    Files.setPosixFilePermissions(
        Files.createDirectories(tree.at("/tmp")), PosixFilePermissions.fromString("rwxrwxrwx"));
    tree.write("/etc/group", "root:x:0:\nnonroot:x:65532:\n");
    tree.write("/etc/nsswitch.conf", "hosts: files dns\n");
    for (var each : packages) {
      tree.copy(Path.of(each.copyright()), each.copyright());
    }
    return packages;
  }

  private SortedSet<String> libraries(List<Path> binaries)
      throws IOException, InterruptedException {
    var libraries = new TreeSet<String>();
    for (var binary : binaries) {
      Command.run(List.of("ldd", binary.toString()))
          .lines()
          .map(line -> LINKED.matcher(line.strip()))
          .filter(java.util.regex.Matcher::matches)
          .map(match -> match.group(1))
          .filter(library -> !Path.of(library).normalize().startsWith(tree.root()))
          .forEach(libraries::add);
    }
    return libraries;
  }
}
