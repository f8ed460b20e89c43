package dev.tulle.core.manifest;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collects what is found in one object. Each message names the object and the field.
final class Report {

  private final ObjectName object;
  private final String file;
  private final SourceMap lines;
  private final List<FileFinding> findings = new ArrayList<>();

  Report(ObjectName object, String file, SourceMap lines) {
    this.object = object;
    this.file = file;
    this.lines = lines;
  }

  /// `says` goes on after the field's name, as in "is not a port number".
  void error(String path, String reason, String says, String cure) {
    add(Severity.ERROR, lines.line(path), reason, named(path) + says, cure);
  }

  void warning(String path, String reason, String says, String cure) {
    add(Severity.WARNING, lines.line(path), reason, named(path) + says, cure);
  }

  /// An error on a line that no path leads to.
  void errorOn(int line, String path, String reason, String says, String cure) {
    add(Severity.ERROR, line, reason, named(path) + says, cure);
  }

  private String named(String path) {
    return path.isEmpty() ? object + " " : object + ": `" + path + "` ";
  }

  private void add(Severity severity, int line, String reason, String message, String cure) {
    findings.add(new FileFinding(severity, file, line, Optional.of(object), reason, message, cure));
  }

  /// What a value is called in a message; the values of a Secret are not quoted.
  String noun(YamlNode value) {
    return object.kind().equals("Secret") ? value.redacted() : value.noun();
  }

  SourceMap lines() {
    return lines;
  }

  boolean hasErrors() {
    return findings.stream().anyMatch(f -> f.severity() == Severity.ERROR);
  }

  List<FileFinding> findings() {
    return List.copyOf(findings);
  }
}
