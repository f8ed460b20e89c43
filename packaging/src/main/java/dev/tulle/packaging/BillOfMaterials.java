package dev.tulle.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What an image is made of, in CycloneDX's form.
record BillOfMaterials(Map<String, Object> document) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  static BillOfMaterials empty() {
    return new BillOfMaterials(
        Map.of("bomFormat", "CycloneDX", "specVersion", "1.6", "version", 1));
  }

  /// The one that Maven's plugin wrote of a module's libraries.
  static BillOfMaterials read(Path file) {
    Map<?, ?> read = JSON.readValue(file.toFile(), Map.class);
    var document = new LinkedHashMap<String, Object>();
    read.forEach((key, value) -> document.put(String.valueOf(key), value));
    return new BillOfMaterials(document);
  }

  BillOfMaterials with(List<Component> components) {
    var all = new ArrayList<Object>();
    if (document.get("components") instanceof List<?> former) {
      all.addAll(former);
    }
    all.addAll(components.stream().map(Component::asCycloneDx).toList());
    var extended = new LinkedHashMap<String, Object>();
    // a fixed order, whoever wrote the document
    Stream.of("bomFormat", "specVersion", "version", "metadata")
        .filter(document::containsKey)
        .forEach(key -> extended.put(key, document.get(key)));
    extended.put("components", all);
    if (document.containsKey("dependencies")) {
      extended.put("dependencies", document.get("dependencies"));
    }
    return new BillOfMaterials(extended);
  }

  void writeTo(Tree tree, String image) throws IOException {
    tree.write("/usr/share/sbom/" + image + ".cdx.json", JSON.writeValueAsString(document) + "\n");
  }
}
