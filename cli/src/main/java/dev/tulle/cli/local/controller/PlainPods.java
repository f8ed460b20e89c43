package dev.tulle.cli.local.controller;

import static dev.tulle.core.status.Condition.Truth.FALSE;
import static dev.tulle.core.status.Condition.Truth.TRUE;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pods that stand in the folder themselves. They are made as they are; one whose content changes
/// is replaced, where Kubernetes would refuse most changes.
final class PlainPods {

  /// Says which content a pod was made from.
  static final String HASH = "tulle.dev/template-hash";

  private PlainPods() {}

  /// `observed` is the pod of that name, whoever owns it.
  static Plan plan(Pod pod, Optional<ObservedPod> observed, Round round) {
    var name = Fields.name("Pod", pod.getMetadata());
    var template =
        Template.of(
            Fields.or(pod.getMetadata(), new ObjectMeta()),
            Fields.or(pod.getSpec(), new PodSpec()));
    var owner = observed.flatMap(ObservedPod::owner);
    var figures = figures(observed, template);
    if (owner.isPresent()) {
      var taken = taken(name, owner.get());
      var condition = new Condition("Ready", FALSE, taken.reason(), taken.message());
      var status = new ObjectStatus(name, List.of(condition), List.of(taken));
      return new Plan(List.of(), status, figures, Optional.empty());
    }
    return new Plan(
        actions(name, template, observed, round),
        status(name, observed, round.now()),
        figures,
        observed.flatMap(p -> PodTrouble.of(p, round.now())).flatMap(PodTrouble::due));
  }

  private static List<Action> actions(
      ObjectName name, Template template, Optional<ObservedPod> observed, Round round) {
    if (observed.isEmpty()) {
      return List.of(
          new NewPod(name, Map.of(), Map.of(HASH, template.hash()), "", "", List.of())
              .from(template, round));
    }
    var pod = observed.get();
    if (pod.terminating() || pod.annotation(HASH).equals(template.hash())) {
      return List.of();
    }
    return List.of(
        new Action.Delete(
            name,
            "its file has changed: Kubernetes would refuse most such changes, "
                + "here the pod is replaced"));
  }

  private static ObjectStatus status(ObjectName name, Optional<ObservedPod> observed, Instant now) {
    if (observed.isEmpty()) {
      return new ObjectStatus(
          name, List.of(new Condition("Ready", FALSE, "Starting", "is starting")), List.of());
    }
    var pod = observed.get();
    var trouble = PodTrouble.of(pod, now);
    var condition =
        trouble
            .map(t -> new Condition("Ready", FALSE, t.reason(), t.words()))
            .orElseGet(
                () ->
                    pod.finished()
                        ? new Condition("Ready", FALSE, "PodCompleted", "has ended well")
                        : new Condition("Ready", TRUE, "Ready", "is ready"));
    var findings = trouble.filter(t -> !t.waits()).map(t -> t.finding(name)).stream().toList();
    return new ObjectStatus(name, List.of(condition), findings);
  }

  private static Replicas figures(Optional<ObservedPod> observed, Template template) {
    var active = observed.filter(ObservedPod::active);
    int updated =
        active.filter(p -> p.annotation(HASH).equals(template.hash())).isPresent() ? 1 : 0;
    int ready = active.filter(ObservedPod::ready).isPresent() ? 1 : 0;
    return new Replicas(1, active.isPresent() ? 1 : 0, updated, ready, ready);
  }

  private static Finding taken(ObjectName name, ObjectName owner) {
    return new Finding(
        Severity.ERROR,
        name,
        "metadata.name",
        "NameTaken",
        name + " has the name of a pod of " + owner + ".",
        "Give the Pod another name.");
  }
}
