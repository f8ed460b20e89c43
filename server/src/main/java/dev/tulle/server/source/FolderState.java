package dev.tulle.server.source;

import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.manifest.ManifestObject;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A folder at one moment. `inForce` are the objects that count, each the last good version of
/// itself. `findings` are all that there is to say, by file and line. `folder` is the folder as its
/// user calls it.
public record FolderState(
    String folder, SortedMap<ObjectName, ManifestObject> inForce, List<FileFinding> findings) {

  public FolderState {
    inForce = Collections.unmodifiableSortedMap(new TreeMap<>(inForce));
    findings = List.copyOf(findings);
  }

  static FolderState empty(String folder) {
    return new FolderState(folder, new TreeMap<>(), List.of());
  }

  /// A finding about an object, with the place in the file where the field of which it speaks
  /// stands. A finding about an object that is in no file gets the folder and no line.
  public FileFinding locate(Finding finding) {
    var object = Optional.ofNullable(inForce.get(finding.object()));
    return new FileFinding(
        finding.severity(),
        object.map(ManifestObject::file).orElse(folder),
        object.map(o -> o.lines().line(finding.path())).orElse(0),
        Optional.of(finding.object()),
        finding.reason(),
        finding.message(),
        finding.cure());
  }

  /// The names of objects that are not the same here as in another state.
  List<ObjectName> changedSince(FolderState before) {
    var names = new TreeSet<>(inForce.keySet());
    names.addAll(before.inForce.keySet());
    names.removeIf(
        name -> {
          var now = inForce.get(name);
          var then = before.inForce.get(name);
          return Objects.equals(now, then) || (now != null && then != null && now.sameAs(then));
        });
    return List.copyOf(names);
  }

  boolean lacksSomeOf(FolderState before) {
    return !inForce.keySet().containsAll(before.inForce.keySet());
  }
}
