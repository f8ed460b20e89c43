package dev.tulle.core.ingress;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects what is found about each object while a step runs. An equal finding is kept once.
final class Judgement {

  private final Map<ObjectName, List<Finding>> findings = new HashMap<>();

  void error(ObjectName object, String field, String reason, String wrong, String cure) {
    add(new Finding(Severity.ERROR, object, field, reason, object + " " + wrong, cure));
  }

  void warning(ObjectName object, String field, String reason, String wrong, String cure) {
    add(new Finding(Severity.WARNING, object, field, reason, object + " " + wrong, cure));
  }

  void add(Finding finding) {
    var ofObject = findings.computeIfAbsent(finding.object(), name -> new ArrayList<>());
    if (!ofObject.contains(finding)) {
      ofObject.add(finding);
    }
  }

  List<Finding> of(ObjectName object) {
    return findings.getOrDefault(object, List.of());
  }
}
