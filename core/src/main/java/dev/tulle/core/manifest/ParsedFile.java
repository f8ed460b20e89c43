package dev.tulle.core.manifest;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Set;

/// What one file says. `objects` are those that an API server would accept, in the order of the
/// file. `refused` are the names of those it would not: whoever has an earlier version of one keeps
/// it. `broken` says that there may be objects whose names could not be told, so that whatever was
/// last known of this file is kept, except what `objects` replaces.
public record ParsedFile(
    List<ManifestObject> objects,
    Set<ObjectName> refused,
    List<FileFinding> findings,
    boolean broken) {

  public ParsedFile {
    objects = List.copyOf(objects);
    refused = Set.copyOf(refused);
    findings = List.copyOf(findings);
  }
}
