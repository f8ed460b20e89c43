package dev.tulle.core.manifest;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the text of a file of manifests: YAML or JSON, several documents, lists. Holds what is
/// expensive to make and stateless otherwise, so one instance serves a whole program.
public final class ManifestFile {

  private final ObjectReader objects;

  public ManifestFile() {
    this.objects = new ObjectReader(Schemas.published());
  }

  /// What the text says. `file` is how findings call it.
  public ParsedFile read(String file, String text) {
    // In JSON a tab is never anything but space; YAML, as which it is read, is not so sure.
    var yaml = YamlText.read(file.endsWith(".json") ? text.replace('\t', ' ') : text);
    var read = new Read(file);
    yaml.documents().forEach(document -> ListObject.flattened(document).forEach(read::object));
    yaml.broken().forEach(read::broken);
    return read.parsed();
  }

  /// One file while it is read.
  private final class Read {
    private final String file;
    private final List<ManifestObject> accepted = new ArrayList<>();
    private final Set<ObjectName> refused = new TreeSet<>();
    private final List<FileFinding> findings = new ArrayList<>();
    private final Set<String> unused = new TreeSet<>();
    private boolean broken;

    Read(String file) {
      this.file = file;
    }

    void object(YamlNode root) {
      switch (objects.read(root, file)) {
        case ObjectReader.Accepted(ManifestObject object, List<FileFinding> found) -> {
          accepted.add(object);
          findings.addAll(found);
        }
        case ObjectReader.Refused(var name, List<FileFinding> found) -> {
          name.ifPresentOrElse(refused::add, () -> broken = true);
          findings.addAll(found);
        }
        case ObjectReader.Unused(FileFinding found) -> {
          if (unused.add(found.message())) {
            findings.add(found);
          }
        }
        case ObjectReader.Empty() -> {}
      }
    }

    void broken(YamlText.Broken part) {
      broken = true;
      var problem = part.problem();
      findings.add(
          new FileFinding(
              Severity.ERROR,
              file,
              problem.line(),
              Optional.empty(),
              "Syntax",
              problem.message(),
              problem.cure()));
    }

    ParsedFile parsed() {
      return new ParsedFile(accepted, refused, findings.stream().sorted().toList(), broken);
    }
  }
}
