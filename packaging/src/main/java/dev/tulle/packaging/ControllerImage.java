package dev.tulle.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The image of the control plane: the program's jars, a Java runtime for them, and class data from
/// a run of the program with that runtime, which make its start quick.
record ControllerImage(Tree tree, Path jars, Path bill, Path source) {

  private static final String HOME = "/usr/lib/tulle";
  private static final String CACHE = HOME + "/tulle.aot";
  private static final String MAIN = "dev.tulle.cli.Main";

  /// In the order in which they change: whoever has an older image fetches the last ones only.
  static final List<Layer> LAYERS =
      List.of(
          new Layer("tulle", path -> path.startsWith(HOME + "/tulle")),
          new Layer("tulle-jars", path -> path.startsWith(HOME + "/lib/tulle-")),
          new Layer("libraries", path -> path.startsWith(HOME + "/lib/")),
          new Layer("java", path -> path.startsWith(HOME + "/jre/")),
          new Layer("system", _ -> true));

  void build() throws IOException, InterruptedException {
    var copied = new ArrayList<String>();
    for (var jar : jarsInOrder()) {
      var path = HOME + "/lib/" + jar.getFileName();
      tree.copy(jar, path);
      copied.add(path);
    }
    var runtime = new JavaRuntime(tree, HOME + "/jre");
    runtime.link(jarsInOrder());
    train(runtime, copied);
    tree.write(HOME + "/tulle.options", options(copied, ""));
    var packages = new BaseSystem(tree).addFor(runtime.binaries());
    new Licences(tree).add(source, jarsInOrder());
    var components = new ArrayList<>(packages.stream().map(Component::of).toList());
    components.add(
        new Component(
            "Java runtime",
            Runtime.version().toString(),
            "pkg:generic/openjdk@" + Runtime.version().toString().replace("+", "%2B"),
            "GPL-2.0-with-classpath-exception"));
    BillOfMaterials.read(bill).with(components).writeTo(tree, "tulle-controller");
  }

  private List<Path> jarsInOrder() throws IOException {
    try (var files = Files.list(jars)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /// The JVM's options as a file that `java @FILE` reads. Class data hold for exactly one class
  /// path, but for a prefix of all its paths, which is `root`.
  private static String options(List<String> classPath, String root) {
    return String.join(
            "\n",
            "-cp",
            classPath.stream().map(root::concat).collect(Collectors.joining(":")),
            "-XX:AOTCache=" + root + CACHE,
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:MaxRAMPercentage=70",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            MAIN)
        + "\n";
  }

  private void train(JavaRuntime runtime, List<String> classPath)
      throws IOException, InterruptedException {
    var root = tree.root().toString();
    var options = Files.createTempFile("tulle-train-", ".options");
    try {
      Files.writeString(
          options, options(classPath, root).replace("-XX:AOTCache=", "-XX:AOTCacheOutput="));
      var program = List.of(runtime.program().toString(), "@" + options);
      new TrainingRun(
              program,
              source.resolve("packaging/controller/training.json"),
              tree.root().resolveSibling("training"))
          .run();
    } finally {
      Files.delete(options);
    }
    tree.settle(CACHE);
  }
}
