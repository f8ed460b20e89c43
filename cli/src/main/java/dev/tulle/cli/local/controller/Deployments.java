package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Deployments: `replicas` interchangeable pods. Only a change of the pod template replaces pods.
/// There are no ReplicaSets: the label `pod-template-hash` says which template a pod is of, and the
/// pods that exist are all that is remembered.
final class Deployments implements Controller<Deployment> {

  static final String HASH = "pod-template-hash";

  @Override
  public Class<Deployment> type() {
    return Deployment.class;
  }

  @Override
  public String kind() {
    return "Deployment";
  }

  @Override
  public Plan plan(Deployment deployment, List<ObservedPod> pods, Round round) {
    var name = Fields.name(kind(), deployment.getMetadata());
    var spec = Fields.or(deployment.getSpec(), new DeploymentSpec());
    var template = Template.of(spec.getTemplate());
    var view = RolloutView.of(spec, template.hash(), pods, round.now());
    var refused = SelectorCheck.of(name, spec.getSelector(), template);
    if (refused.isPresent()) {
      return new Plan(
          List.of(),
          DeploymentStatus.refused(name, view, refused.get()),
          view.replicas(),
          Optional.empty());
    }
    return new Plan(
        actions(deployment, template, view, round),
        DeploymentStatus.of(name, view),
        view.replicas(),
        view.next());
  }

  private static List<Action> actions(
      Deployment deployment, Template template, RolloutView view, Round round) {
    var actions = new ArrayList<Action>();
    view.pods().stream()
        .filter(p -> p.finished() && !p.terminating())
        .map(p -> new Action.Delete(p.name(), "it has ended; a Deployment's pods run on"))
        .forEach(actions::add);
    if (view.paused()) {
      actions.addAll(scaleOnly(deployment, template, view, round));
    } else if (view.recreate()) {
      actions.addAll(recreate(deployment, template, view, round));
    } else {
      var next =
          RollingUpdate.next(view.bounds(), view.updated(), view.earlier(), view::isAvailable);
      actions.addAll(deletes(next.outdated(), "its Deployment's template has changed"));
      actions.addAll(deletes(next.surplus(), "its Deployment wants fewer replicas"));
      actions.addAll(creates(deployment, template, next.create(), round));
    }
    return actions;
  }

  /// All earlier pods end before the first new one starts.
  private static List<Action> recreate(
      Deployment deployment, Template template, RolloutView view, Round round) {
    boolean earlierRuns =
        view.pods().stream().anyMatch(p -> !p.finished() && !p.label(HASH).equals(template.hash()));
    if (earlierRuns) {
      return deletes(view.earlier(), "its Deployment's template has changed (Recreate)");
    }
    int missing = view.bounds().replicas() - view.updated().size();
    var actions = creates(deployment, template, missing, round);
    actions.addAll(
        deletes(
            RollingUpdate.firstToGo(view.updated(), -missing, view::isAvailable),
            "its Deployment wants fewer replicas"));
    return actions;
  }

  /// A paused Deployment is scaled with the template its pods have, and nothing is rolled.
  private static List<Action> scaleOnly(
      Deployment deployment, Template template, RolloutView view, Round round) {
    var all = Stream.concat(view.updated().stream(), view.earlier().stream()).toList();
    var latest =
        view.updated().isEmpty()
            ? view.pods().stream()
                .filter(p -> !p.label(HASH).equals(template.hash()))
                .max(Comparator.comparing(ObservedPod::created).thenComparing(ObservedPod::name))
                .map(p -> Template.from(p.pod(), p.label(HASH)))
            : Optional.of(template);
    int missing = view.bounds().replicas() - all.size();
    var actions = latest.map(t -> creates(deployment, t, missing, round)).orElseGet(ArrayList::new);
    actions.addAll(
        deletes(
            RollingUpdate.firstToGo(all, -missing, view::isAvailable),
            "its Deployment wants fewer replicas"));
    return actions;
  }

  private static List<Action> deletes(List<ObservedPod> pods, String reason) {
    var actions = new ArrayList<Action>();
    pods.forEach(p -> actions.add(new Action.Delete(p.name(), reason)));
    return actions;
  }

  private static List<Action> creates(
      Deployment deployment, Template template, int count, Round round) {
    var owner = Fields.name("Deployment", deployment.getMetadata());
    var prefix = owner.name() + "-" + template.hash() + "-";
    var actions = new ArrayList<Action>();
    IntStream.range(0, count)
        .mapToObj(i -> round.names().next(owner.namespace(), prefix))
        .map(n -> new ObjectName("Pod", owner.namespace(), n))
        .map(n -> NewPod.owned(deployment, n, Map.of(HASH, template.hash())))
        .map(p -> p.from(template, round))
        .forEach(actions::add);
    return actions;
  }
}
