package dev.tulle.core.manifest;

import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Nothing;
import dev.tulle.core.manifest.YamlNode.Sequence;
import dev.tulle.core.manifest.YamlNode.Text;
import dev.tulle.core.status.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a `kustomization.yaml` says: which files and folders belong to it. Nothing else of
/// kustomize is used, and each field that would have an effect there is a finding. `broken` means
/// that the text could not be read, so that its resources are not known.
public record Kustomization(List<Resource> resources, List<FileFinding> findings, boolean broken) {

  /// A file or folder as it is written, on its line.
  public record Resource(String path, int line) {}

  /// The names that kustomize itself looks for, in this order.
  public static final List<String> FILES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

  private static final Set<String> WITHOUT_EFFECT = Set.of("apiVersion", "kind", "metadata");

  public Kustomization {
    resources = List.copyOf(resources);
    findings = List.copyOf(findings);
  }

  public static Kustomization read(String file, String text) {
    var yaml = YamlText.read(text);
    var findings = new ArrayList<FileFinding>();
    for (var part : yaml.broken()) {
      var problem = part.problem();
      findings.add(error(file, problem.line(), "Syntax", problem.message(), problem.cure()));
    }
    if (text.isBlank()) {
      // as it is while it is being written; kustomize refuses it, too
      findings.add(error(file, 1, "FileEmpty", "the kustomization is empty", "add `resources:`"));
    }
    var resources = new ArrayList<Resource>();
    boolean broken = !findings.isEmpty();
    for (var document : yaml.documents()) {
      if (document instanceof Mapping mapping) {
        fields(mapping, file, resources, findings);
      } else if (!(document instanceof Nothing)) {
        broken = true;
        findings.add(
            error(
                file,
                document.line(),
                "WrongType",
                "a kustomization must be a mapping, and is " + document.noun(),
                "write `resources:` with a list of files"));
      }
    }
    return new Kustomization(resources, findings, broken);
  }

  private static void fields(
      Mapping mapping, String file, List<Resource> resources, List<FileFinding> findings) {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (key.equals("resources")) {
                resources(entry.value(), file, resources, findings);
              } else if (!WITHOUT_EFFECT.contains(key)) {
                findings.add(
                    new FileFinding(
                        Severity.WARNING,
                        file,
                        entry.line(),
                        Optional.empty(),
                        "FieldNotUsed",
                        "the kustomize field `" + key + "` is not used",
                        key.equals("bases")
                            ? "list the folders under `resources`"
                            : "write its effect into the manifests, or run `kubectl kustomize` and"
                                + " use what it prints"));
              }
            });
  }

  private static void resources(
      YamlNode value, String file, List<Resource> resources, List<FileFinding> findings) {
    if (value instanceof Nothing) {
      return;
    }
    if (!(value instanceof Sequence sequence)) {
      findings.add(wrong(file, value, "`resources` must be a list of files"));
      return;
    }
    for (var item : sequence.items()) {
      if (item instanceof Text(String path, int line, int _) && !path.isEmpty()) {
        resources.add(new Resource(path, line));
      } else {
        findings.add(wrong(file, item, "a resource must be the path of a file or folder"));
      }
    }
  }

  private static FileFinding wrong(String file, YamlNode value, String message) {
    return error(
        file,
        value.line(),
        "WrongType",
        message + ", and is " + value.noun(),
        "write `- ` and a path");
  }

  private static FileFinding error(
      String file, int line, String reason, String message, String cure) {
    return new FileFinding(Severity.ERROR, file, line, Optional.empty(), reason, message, cure);
  }
}
