package dev.tulle.server.source;

import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.manifest.ManifestObject;
import dev.tulle.core.manifest.ParsedFile;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Decides which version of each object counts. Pure.
///
/// 1. An object stays with the file that it is in force from, as long as that file has it.
/// 2. Where that file has a version that is refused, or cannot be read, the last good one stays.
/// 3. Otherwise the first by file and line counts, and the others are duplicates.
/// 4. An object that no file has is gone, unless some file has a refused version of it.
final class InForce {

  private final Map<ObjectName, ManifestObject> before;
  private final SortedMap<String, ParsedFile> files;
  private final TreeMap<ObjectName, List<ManifestObject>> candidates = new TreeMap<>();
  private final HashSet<ObjectName> refused = new HashSet<>();
  private final SortedMap<ObjectName, ManifestObject> inForce = new TreeMap<>();
  private final List<FileFinding> findings;

  private InForce(
      Map<ObjectName, ManifestObject> before,
      SortedMap<String, ParsedFile> files,
      List<FileFinding> findings) {
    this.before = before;
    this.files = files;
    this.findings = new ArrayList<>(findings);
  }

  /// The state after `before`, now that the files say this. `more` are findings that are not in
  /// `files`. `renamed` are former names of files with their present ones.
  static FolderState next(
      FolderState before,
      SortedMap<String, ParsedFile> files,
      Map<String, String> renamed,
      List<FileFinding> more) {
    var moved = new HashMap<ObjectName, ManifestObject>();
    before.inForce().forEach((name, object) -> moved.put(name, movedTo(object, renamed)));
    var decision = new InForce(moved, files, more);
    decision.collect();
    decision.decide();
    return new FolderState(
        before.folder(), decision.inForce, decision.findings.stream().sorted().toList());
  }

  private static ManifestObject movedTo(ManifestObject object, Map<String, String> renamed) {
    var file = renamed.getOrDefault(object.file(), object.file());
    return file.equals(object.file())
        ? object
        : new ManifestObject(
            object.name(), object.apiVersion(), object.object(), object.lines(), file);
  }

  private void collect() {
    var unused = new HashSet<String>();
    for (var file : files.values()) {
      file.objects()
          .forEach(o -> candidates.computeIfAbsent(o.name(), n -> new ArrayList<>()).add(o));
      refused.addAll(file.refused());
      for (var finding : file.findings()) {
        // a kind that is not used is said once, not once in each file
        if (!finding.reason().equals("KindNotUsed") || unused.add(finding.message())) {
          findings.add(finding);
        }
      }
    }
  }

  private void decide() {
    var names = new TreeSet<>(candidates.keySet());
    names.addAll(before.keySet());
    for (var name : names) {
      var offered = candidates.getOrDefault(name, List.of());
      var winner = winner(before.get(name), offered, refused.contains(name));
      winner.ifPresent(w -> inForce.put(name, w));
      winner.ifPresent(
          w -> offered.stream().filter(o -> !o.equals(w)).forEach(o -> duplicate(o, w)));
    }
  }

  private Optional<ManifestObject> winner(
      @Nullable ManifestObject last, List<ManifestObject> offered, boolean refusedSomewhere) {
    if (last == null) {
      return offered.stream().findFirst();
    }
    var same = offered.stream().filter(o -> o.file().equals(last.file())).findFirst();
    if (same.isPresent()) {
      return same;
    }
    var file = files.get(last.file());
    boolean mayHaveIt = file != null && (file.broken() || file.refused().contains(last.name()));
    if (mayHaveIt) {
      return Optional.of(last);
    }
    return offered.stream().findFirst().or(() -> Optional.of(last).filter(l -> refusedSomewhere));
  }

  private void duplicate(ManifestObject other, ManifestObject winner) {
    findings.add(
        new FileFinding(
            Severity.ERROR,
            other.file(),
            other.line(),
            Optional.of(other.name()),
            "DuplicateName",
            other.name()
                + " stands here and in "
                + winner.file()
                + ":"
                + winner.line()
                + ", which is in force",
            "rename or remove one of the two"));
  }
}
