package dev.tulle.packaging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One thing in an image that others made, as a bill of materials lists it.
record Component(String name, String version, String packageUrl, String licence) {

  /// What Debian packages are licensed under stands in a file of theirs, which is in the image,
  // too.
  static Component of(SystemPackage each) {
    return new Component(each.name(), each.version(), each.packageUrl(), "");
  }

  Map<String, Object> asCycloneDx() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("type", "library");
    fields.put("bom-ref", packageUrl);
    fields.put("name", name);
    fields.put("version", version);
    fields.put("purl", packageUrl);
    if (licence.isEmpty()) {
      fields.put("licenses", List.of(Map.of("license", Map.of("name", file()))));
    } else {
      fields.put("licenses", List.of(Map.of("expression", licence)));
    }
    return fields;
  }

  private String file() {
    return "/usr/share/doc/" + name + "/copyright";
  }
}
