package dev.tulle.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A Java runtime with the modules that some jars need and no others, made from the JDK that runs
/// this program.
record JavaRuntime(Tree tree, String home) {

  private static final Path JDK = Path.of(System.getProperty("java.home"));

  /// What is used by name only, and so not seen by jdeps.
  private static final List<String> BY_NAME = List.of("java.management", "jdk.zipfs");

  void link(List<Path> jars) throws IOException, InterruptedException {
    var modules = Stream.concat(Stream.of(modules(jars)), BY_NAME.stream()).toList();
    Files.createDirectories(tree.at(home).getParent());
    Command.run(
        List.of(
            JDK.resolve("bin/jlink").toString(),
            "--add-modules",
            String.join(",", modules),
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--compress=zip-6",
            // nothing is drawn here, and these would need the libraries of a window system
            "--exclude-files=glob:/java.desktop/lib/*.so",
            "--output",
            tree.at(home).toString()));
    tree.settleAll(home);
  }

  private static String modules(List<Path> jars) throws IOException, InterruptedException {
    var words =
        new ArrayList<>(
            List.of(
                JDK.resolve("bin/jdeps").toString(),
                "--print-module-deps",
                "--ignore-missing-deps",
                "--multi-release",
                String.valueOf(Runtime.version().feature())));
    jars.forEach(jar -> words.add(jar.toString()));
    return Command.run(words);
  }

  Path program() {
    return tree.at(home + "/bin/java");
  }

  /// Its programs and shared libraries.
  List<Path> binaries() throws IOException {
    var programs = tree.at(home + "/bin");
    try (var files = Files.walk(tree.at(home))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(".so") || file.startsWith(programs))
          .sorted()
          .toList();
    }
  }
}
