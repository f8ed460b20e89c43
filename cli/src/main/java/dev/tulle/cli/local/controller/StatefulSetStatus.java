package dev.tulle.cli.local.controller;

import static dev.tulle.core.status.Condition.Truth.FALSE;
import static dev.tulle.core.status.Condition.Truth.TRUE;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import java.util.ArrayList;
import java.util.List;

/// A StatefulSet's status in words. Kubernetes gives it no conditions; here it has those of a
/// Deployment.
final class StatefulSetStatus {

  private StatefulSetStatus() {}

  static ObjectStatus of(
      ObjectName name, StatefulSetSpec spec, OrdinalView view, List<ObjectName> blocked) {
    var findings = new ArrayList<Finding>();
    blocked.forEach(pod -> findings.add(taken(name, pod)));
    findings.addAll(view.readyWords().findings(name));
    if (!Fields.list(spec.getVolumeClaimTemplates()).isEmpty()) {
      findings.add(claims(name));
    }
    return new ObjectStatus(name, List.of(available(view), progressing(view)), findings);
  }

  static ObjectStatus refused(ObjectName name, OrdinalView view, Finding finding) {
    return new ObjectStatus(
        name,
        List.of(available(view), new Condition("Progressing", FALSE, "Refused", finding.message())),
        List.of(finding));
  }

  private static Condition available(OrdinalView view) {
    var figures = view.replicas();
    boolean all = figures.available() >= figures.desired();
    return new Condition(
        "Available",
        all ? TRUE : FALSE,
        all ? "AllReplicasAvailable" : "ReplicasUnavailable",
        view.readyWords().words(figures));
  }

  private static Condition progressing(OrdinalView view) {
    var earlier =
        view.pods().entrySet().stream()
            .filter(e -> e.getKey() >= view.updateFrom() && !view.isUpdated(e.getValue()))
            .count();
    if (earlier == 0) {
      return new Condition(
          "Progressing", TRUE, "Updated", "all pods that are to be are of the present template");
    }
    var words = PodTrouble.counted((int) earlier, "pod") + " of an earlier template to go";
    return view.onDelete()
        ? new Condition("Progressing", FALSE, "OnDelete", words + ", when they are deleted")
        : new Condition("Progressing", TRUE, "Updating", words);
  }

  private static Finding taken(ObjectName name, ObjectName pod) {
    return new Finding(
        Severity.ERROR,
        name,
        "metadata.name",
        "NameTaken",
        name + " can't make " + pod + ": there is a pod of that name that isn't its own.",
        "Give that pod or the StatefulSet another name.");
  }

  private static Finding claims(ObjectName name) {
    return new Finding(
        Severity.WARNING,
        name,
        "spec.volumeClaimTemplates",
        "NotUsed",
        name
            + " has volumeClaimTemplates, which are not used here: its pods see this machine's"
            + " files.",
        "Let its program keep what is to last in a directory of this machine.");
  }
}
