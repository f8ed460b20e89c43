package dev.tulle.cli.local;

import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Severity;
import dev.tulle.server.source.FolderState;
import java.util.Set;

/// Which objects are in force in a version before the one that stands in their file: those whose
/// file or whose present version is refused, and those that the loop holds back. `held` are the
/// latter.
record FormerVersions(FolderState folder, Set<ObjectName> held) {

  private static final String STAYS = "until then the last good version stays in force";

  /// What was found on a file: where it keeps a version out, the cure says what is there instead.
  FileFinding ofFile(FileFinding finding) {
    boolean stays =
        finding.severity() == Severity.ERROR
            && !finding.reason().equals("DuplicateName")
            && finding.object().map(this::isInForce).orElseGet(() -> hasObjects(finding.file()));
    return stays ? told(finding) : finding;
  }

  /// What was found on an object that may be held back.
  FileFinding ofObject(FileFinding finding) {
    boolean stays =
        finding.severity() == Severity.ERROR && finding.object().filter(held::contains).isPresent();
    return stays ? told(finding) : finding;
  }

  private boolean isInForce(ObjectName object) {
    return folder.inForce().containsKey(object);
  }

  private boolean hasObjects(String file) {
    return folder.inForce().values().stream().anyMatch(object -> object.file().equals(file));
  }

  private static FileFinding told(FileFinding finding) {
    var cure = finding.cureSentence();
    return new FileFinding(
        finding.severity(),
        finding.file(),
        finding.line(),
        finding.object(),
        finding.reason(),
        finding.message(),
        cure.isEmpty() ? STAYS : cure + " U" + STAYS.substring(1));
  }
}
