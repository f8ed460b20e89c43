package dev.tulle.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/// The licences and notices of what is in an image: those of Tulle, and those that jars bring.
/// Those of the Java runtime are in its `legal` folder, those of system libraries where Debian
/// keeps them.
record Licences(Tree tree) {

  private static final String FOLDER = "/usr/share/doc/tulle/";
  private static final Pattern TEXT =
      Pattern.compile("(?i)(META-INF/)?(licenses?/)?[^/]*(licen[sc]e|notice|copying)[^/]*");

  void add(Path source, List<Path> jars) throws IOException {
    tree.copy(source.resolve("LICENSE"), FOLDER + "LICENSE");
    tree.copy(source.resolve("NOTICE"), FOLDER + "NOTICE");
    for (var jar : jars) {
      addOf(jar);
    }
  }

  private void addOf(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().toList()) {
        var name = entry.getName();
        if (!entry.isDirectory() && !name.endsWith(".class") && TEXT.matcher(name).matches()) {
          tree.write(
              FOLDER + "licences/" + jar.getFileName() + "/" + Path.of(name).getFileName(),
              zip.getInputStream(entry).readAllBytes());
        }
      }
    }
  }
}
