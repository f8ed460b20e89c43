package dev.tulle.packaging;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/// An image as one OCI archive, which container engines and clusters import.
record Archive(String name, Tree tree, List<Layer> layers, ImageDescription description) {

  private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
  private static final FilePermissions FILE = FilePermissions.fromOctalString("644");
  private static final FilePermissions SHARED = FilePermissions.fromOctalString("777");

  /// Writes it, and returns the digest of its manifest. What is compressed already is taken from
  /// `cache`.
  String write(Path target, Path cache) throws IOException, InterruptedException {
    var part = target.resolveSibling(target.getFileName() + ".new");
    try {
      var container =
          image()
              .containerize(
                  Containerizer.to(TarImage.at(part).named(name))
                      .setOfflineMode(true)
                      .setBaseImageLayersCache(cache)
                      .setApplicationLayersCache(cache)
                      .setToolName("tulle"));
      Files.move(part, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      return container.getDigest().toString();
    } catch (InvalidImageReferenceException
        | RegistryException
        | CacheDirectoryCreationException
        | ExecutionException e) {
      throw new IOException("the image " + name + " could not be written: " + e.getMessage(), e);
    }
  }

  private JibContainerBuilder image() throws IOException {
    return Jib.fromScratch()
        .setFormat(ImageFormat.OCI)
        .setPlatforms(Set.of(new Platform(architecture(), "linux")))
        .setCreationTime(tree.time())
        .setFileEntriesLayers(fileLayers())
        .setEntrypoint(description.entrypoint())
        .setProgramArguments(description.arguments())
        .setEnvironment(description.environment())
        .setLabels(description.labels())
        .setUser(description.user())
        .setExposedPorts(description.ports().stream().map(Port::tcp).collect(Collectors.toSet()));
  }

  static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  /// A file is in the first layer that has it; the last layer is the lowest.
  private List<FileEntriesLayer> fileLayers() throws IOException {
    var files = new LinkedHashMap<Layer, List<String>>();
    layers.forEach(layer -> files.put(layer, new ArrayList<>()));
    for (var path : tree.files()) {
      var layer = layers.stream().filter(each -> each.has().test(path)).findFirst().orElseThrow();
      files.getOrDefault(layer, new ArrayList<>()).add(path);
    }
    var written = new ArrayList<FileEntriesLayer>();
    files.forEach((layer, paths) -> written.add(fileLayer(layer.name(), paths)));
    Collections.reverse(written);
    return written;
  }

  private FileEntriesLayer fileLayer(String layer, List<String> paths) {
    var builder = FileEntriesLayer.builder().setName(layer);
    var folders = new HashSet<String>();
    for (var path : paths) {
      for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
        var folder = path.substring(0, end);
        if (folders.add(folder)) {
          add(builder, folder, PROGRAM);
        }
      }
      add(builder, path, Files.isExecutable(tree.at(path)) ? PROGRAM : FILE);
    }
    if (layer.equals("system")) {
      add(builder, "/tmp", SHARED);
    }
    return builder.build();
  }

  private void add(FileEntriesLayer.Builder builder, String path, FilePermissions permissions) {
    builder.addEntry(tree.at(path), AbsoluteUnixPath.get(path), permissions, tree.time());
  }
}
