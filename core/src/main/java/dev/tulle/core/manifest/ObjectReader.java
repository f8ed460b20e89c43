package dev.tulle.core.manifest;

import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Nothing;
import dev.tulle.core.manifest.YamlNode.Text;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Severity;
import java.util.List;
import java.util.Optional;

/// Judges one object of a file: its kind, its name, its schema, its kind's own rules.
final class ObjectReader {

  /// What became of an object.
  sealed interface Outcome {}

  record Accepted(ManifestObject object, List<FileFinding> findings) implements Outcome {}

  /// The name is empty where it could not be told.
  record Refused(Optional<ObjectName> name, List<FileFinding> findings) implements Outcome {}

  record Unused(FileFinding finding) implements Outcome {}

  record Empty() implements Outcome {}

  private final Schemas schemas;
  private final Binding binding;

  ObjectReader(Schemas schemas) {
    this.schemas = schemas;
    this.binding = new Binding(schemas);
  }

  Outcome read(YamlNode root, String file) {
    if (root instanceof Nothing) {
      return new Empty();
    }
    if (!(root instanceof Mapping mapping)) {
      return refused(
          file,
          root.line(),
          "NotAnObject",
          "here stands " + root.noun() + ", not a Kubernetes object",
          "write an object with `apiVersion`, `kind` and `metadata`");
    }
    if (mapping.entries().isEmpty()) {
      return new Empty();
    }
    var kind = text(mapping, "kind");
    var apiVersion = text(mapping, "apiVersion");
    if (kind.isEmpty() || apiVersion.isEmpty()) {
      return withoutKind(mapping, file, kind);
    }
    return ofKind(mapping, file, kind, apiVersion);
  }

  private Outcome withoutKind(Mapping mapping, String file, String kind) {
    boolean noKind = kind.isEmpty();
    var field = noKind ? "kind" : "apiVersion";
    var example = KnownKind.of(kind).map(KnownKind::apiVersion).orElse(noKind ? "Service" : "v1");
    return refused(
        file,
        new SourceMap(mapping).line(field),
        "MissingField",
        "the object has no `" + field + "`",
        "add `"
            + field
            + ": "
            + example
            + "`, or what else it is"
            + (noKind ? "; a file that has no Kubernetes objects belongs outside the folder" : ""));
  }

  private Outcome ofKind(Mapping mapping, String file, String kind, String apiVersion) {
    var known = KnownKind.of(kind);
    var lines = new SourceMap(mapping);
    var schema = known.flatMap(k -> k.schema(apiVersion));
    if (known.isPresent() && schema.isPresent()) {
      return ofKnownKind(mapping, file, known.get(), schema.get());
    }
    var owner = KnownKind.owner(apiVersion);
    if (known.isPresent() && owner.isPresent()) {
      return refused(
          nameOf(mapping, known.get()),
          file,
          lines.line("apiVersion"),
          "UnknownApiVersion",
          owner.get() + " has no " + kind + " in apiVersion " + apiVersion,
          "write `apiVersion: " + known.get().apiVersion() + "`");
    }
    if (owner.isPresent() && !owner.get().hasUnused(kind)) {
      return refused(
          file,
          lines.line("kind"),
          "UnknownKind",
          owner.get() + " has no kind " + kind + " in apiVersion " + apiVersion,
          Spelling.nearest(kind, KnownKind.all())
              .map(near -> "write `kind: " + near + "`")
              .orElse("correct the kind or the apiVersion"));
    }
    return new Unused(
        new FileFinding(
            Severity.WARNING,
            file,
            lines.line("kind"),
            Optional.empty(),
            "KindNotUsed",
            "objects of kind " + kind + " (" + apiVersion + ") are not used",
            "nothing has to be done; they have no effect here"));
  }

  private Outcome ofKnownKind(Mapping mapping, String file, KnownKind kind, String schemaName) {
    var found = nameOf(mapping, kind);
    if (found.isEmpty()) {
      return refused(
          file,
          new SourceMap(mapping).line("metadata.name"),
          "MissingField",
          "the " + kind.kind() + " has no `metadata.name`",
          "add `name:` under `metadata`; a `generateName` does not name an object of a file");
    }
    var name = found.get();
    var lines = new SourceMap(mapping);
    var report = new Report(name, file, lines);
    var schema = schemas.resolved(schemas.named(schemaName));
    var complete = kind.isCustom() ? SchemaDefaults.fill(mapping, schema) : mapping;
    var walker = new SchemaWalker(schemas, report);
    walker.walk(complete, schema, "");
    if (walker.isEvaluable() && kind.isCustom()) {
      new SchemaRules(report).check(NodeValue.of(complete), schema, "");
    }
    if (report.hasErrors()) {
      return new Refused(found, report.findings());
    }
    var object = binding.bind(complete, schema, kind.type());
    object.setApiVersion(kind.apiVersion());
    object.getMetadata().setNamespace(kind.namespaced() ? name.namespace() : null);
    KindRules.check(object, report);
    if (report.hasErrors()) {
      return new Refused(found, report.findings());
    }
    Defaults.apply(object);
    return new Accepted(
        new ManifestObject(name, kind.apiVersion(), object, lines, file), report.findings());
  }

  private static Optional<ObjectName> nameOf(Mapping object, KnownKind kind) {
    var entry = object.entries().get("metadata");
    if (entry == null || !(entry.value() instanceof Mapping metadata)) {
      return Optional.empty();
    }
    var name = text(metadata, "name");
    var namespace = text(metadata, "namespace");
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ObjectName(
                kind.kind(),
                kind.namespaced() ? (namespace.isEmpty() ? "default" : namespace) : "",
                name));
  }

  private static String text(Mapping mapping, String key) {
    var entry = mapping.entries().get(key);
    if (entry == null) {
      return "";
    }
    // a number as a name is found later; until then it is the object's name
    return switch (entry.value()) {
      case Text text -> text.value();
      case YamlNode.Whole whole -> whole.value().toString();
      case YamlNode.Fraction _, YamlNode.Flag _, Nothing _, Mapping _, YamlNode.Sequence _ -> "";
    };
  }

  private static Refused refused(
      String file, int line, String reason, String message, String cure) {
    return refused(Optional.empty(), file, line, reason, message, cure);
  }

  private static Refused refused(
      Optional<ObjectName> name,
      String file,
      int line,
      String reason,
      String message,
      String cure) {
    return new Refused(
        name, List.of(new FileFinding(Severity.ERROR, file, line, name, reason, message, cure)));
  }
}
