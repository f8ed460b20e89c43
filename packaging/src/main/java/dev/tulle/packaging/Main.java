package dev.tulle.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Builds the images. Its arguments are `NAME=VALUE`, as the script `images` gives them: it is not
/// called by people.
final class Main {

  private final Map<String, String> arguments = new LinkedHashMap<>();

  private Main(String[] args) {
    for (var arg : args) {
      int sign = arg.indexOf('=');
      arguments.put(arg.substring(0, sign), arg.substring(sign + 1));
    }
  }

  public static void main(String[] args) throws InterruptedException {
    try {
      new Main(args).build();
    } catch (IOException e) {
      System.err.println("tulle: " + e.getMessage());
      System.exit(1);
    }
    System.exit(0); // what wrote the archive leaves threads behind
  }

  private void build() throws IOException, InterruptedException {
    for (var image : value("images").split(" ", -1)) {
      var tree = Tree.at(path("work").resolve(image), Instant.parse(value("time")));
      var layers = fill(image, tree);
      new Inspection(tree, "tulle-" + image).inspect();
      if (!value("out").isEmpty()) {
        write(image, tree, layers);
      }
    }
  }

  private List<Layer> fill(String image, Tree tree) throws IOException, InterruptedException {
    var source = path("source");
    if (image.equals("controller")) {
      new ControllerImage(tree, path("jars"), path("bill"), source).build();
      return ControllerImage.LAYERS;
    }
    new ProxyImage(tree, path("envoy"), source).build();
    return ProxyImage.LAYERS;
  }

  private void write(String image, Tree tree, List<Layer> layers)
      throws IOException, InterruptedException {
    var file = path("out").resolve("tulle-" + image + ".tar");
    var name = value("repository") + "/tulle-" + image + ":" + value("version");
    var description =
        ImageDescription.read(path("source").resolve("packaging/" + image + "/Dockerfile"));
    Files.createDirectories(path("out"));
    var digest =
        new Archive(name, tree, layers, description).write(file, path("work").resolve("layers"));
    System.out.printf("%s  %s  %d MB  %s%n", file, name, Files.size(file) / 1_000_000, digest);
  }

  private Path path(String argument) {
    return Path.of(value(argument));
  }

  private String value(String argument) {
    var value = arguments.get(argument);
    if (value == null) {
      throw new IllegalArgumentException("the script gave no " + argument);
    }
    return value;
  }
}
