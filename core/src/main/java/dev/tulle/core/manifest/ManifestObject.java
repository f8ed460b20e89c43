package dev.tulle.core.manifest;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;

/// An object of a file, checked and with its defaults, and where it stands. The object must not be
/// modified.
public record ManifestObject(
    ObjectName name, String apiVersion, HasMetadata object, SourceMap lines, String file) {

  /// Whether both are the same object with the same content.
  public boolean sameAs(ManifestObject other) {
    return name.equals(other.name)
        && apiVersion.equals(other.apiVersion)
        && object.equals(other.object);
  }

  /// The line on which the object begins.
  public int line() {
    return lines.line("");
  }
}
