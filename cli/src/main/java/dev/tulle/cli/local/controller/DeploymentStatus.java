package dev.tulle.cli.local.controller;

import static dev.tulle.core.status.Condition.Truth.FALSE;
import static dev.tulle.core.status.Condition.Truth.TRUE;
import static dev.tulle.core.status.Condition.Truth.UNKNOWN;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import java.util.ArrayList;
import java.util.List;

/// A Deployment's status in words: conditions `Available` and `Progressing`, with Kubernetes' types
/// and reasons.
final class DeploymentStatus {

  private DeploymentStatus() {}

  static ObjectStatus of(ObjectName name, RolloutView view) {
    var findings = new ArrayList<Finding>();
    if (view.overdue()) {
      findings.add(overdue(name, view));
    }
    findings.addAll(view.readyWords().findings(name));
    return new ObjectStatus(name, List.of(available(view), progressing(view)), findings);
  }

  static ObjectStatus refused(ObjectName name, RolloutView view, Finding finding) {
    return new ObjectStatus(
        name,
        List.of(available(view), new Condition("Progressing", FALSE, "Refused", finding.message())),
        List.of(finding));
  }

  private static Condition available(RolloutView view) {
    boolean enough = view.replicas().available() >= view.bounds().leastAvailable();
    return new Condition(
        "Available",
        enough ? TRUE : FALSE,
        enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        view.readyWords().words(view.replicas()));
  }

  private static Condition progressing(RolloutView view) {
    var figures = view.replicas();
    if (view.paused()) {
      var what = figures.current() == 0 ? "it is paused: no pod is made" : "it is paused";
      return new Condition("Progressing", UNKNOWN, "DeploymentPaused", what);
    }
    if (view.complete()) {
      return new Condition(
          "Progressing", TRUE, "NewReplicaSetAvailable", "all pods are of the present template");
    }
    if (view.overdue()) {
      return new Condition("Progressing", FALSE, "ProgressDeadlineExceeded", overdue(view));
    }
    var words =
        figures.updated() + " of " + figures.desired() + " pods are of the present template";
    int left = view.earlier().size();
    return new Condition(
        "Progressing",
        TRUE,
        "ReplicaSetUpdated",
        left == 0 ? words : words + "; " + PodTrouble.counted(left, "earlier one") + " to go");
  }

  private static String overdue(RolloutView view) {
    return "no progress for " + view.progressDeadlineSeconds() + " s (progressDeadlineSeconds)";
  }

  private static Finding overdue(ObjectName name, RolloutView view) {
    return new Finding(
        Severity.WARNING,
        name,
        "spec.progressDeadlineSeconds",
        "ProgressDeadlineExceeded",
        name + " made " + overdue(view) + ".",
        "Look why its pods don't become ready; "
            + "Kubernetes too goes on trying and only says so.");
  }
}
