package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// StatefulSets: pods with stable names `<set>-N`, started from the lowest ordinal, ended and
/// updated from the highest. In one respect kinder than Kubernetes, where a pod that never becomes
/// ready blocks its own repair: such a pod of an earlier template is replaced at once.
final class StatefulSets implements Controller<StatefulSet> {

  static final String HASH = "controller-revision-hash";
  static final String INDEX = "apps.kubernetes.io/pod-index";
  static final String POD_NAME = "statefulset.kubernetes.io/pod-name";

  @Override
  public Class<StatefulSet> type() {
    return StatefulSet.class;
  }

  @Override
  public String kind() {
    return "StatefulSet";
  }

  @Override
  public Plan plan(StatefulSet set, List<ObservedPod> pods, Round round) {
    var name = Fields.name(kind(), set.getMetadata());
    var spec = Fields.or(set.getSpec(), new StatefulSetSpec());
    var template = Template.of(spec.getTemplate());
    var view = OrdinalView.of(spec, template.hash(), pods, round.now());
    var refused = SelectorCheck.of(name, spec.getSelector(), template);
    if (refused.isPresent()) {
      var status = StatefulSetStatus.refused(name, view, refused.get());
      return new Plan(List.of(), status, view.replicas(), Optional.empty());
    }
    var blocked = new ArrayList<ObjectName>();
    var actions = new Ordinals(set, template, view, round, blocked).actions();
    var status = StatefulSetStatus.of(name, spec, view, blocked);
    return new Plan(actions, status, view.replicas(), view.next());
  }

  /// One round of one set.
  private record Ordinals(
      StatefulSet set, Template template, OrdinalView view, Round round, List<ObjectName> blocked) {

    List<Action> actions() {
      var actions = new ArrayList<Action>();
      if (fill(actions) && condemn(actions) && !view.onDelete()) {
        update(actions);
      }
      return actions;
    }

    /// Makes what is missing, from the lowest ordinal; whether all is as far as it can be.
    private boolean fill(List<Action> actions) {
      for (int ordinal = view.first(); ordinal < view.end(); ordinal++) {
        var pod = view.pods().get(ordinal);
        if (pod == null) {
          create(ordinal, actions);
        } else if (pod.finished() && !pod.terminating()) {
          delete(pod, "it has ended; a StatefulSet's pods run on", actions);
        } else if (view.isStuck(pod, ordinal)) {
          delete(pod, "its StatefulSet's template has changed, and it isn't ready", actions);
        } else if (!view.ordered() || view.isAvailable(pod)) {
          continue;
        }
        if (view.ordered()) {
          return false; // later ordinals wait for this one
        }
      }
      return true;
    }

    /// Ends what is too much, from the highest ordinal; one after the other where order matters.
    private boolean condemn(List<Action> actions) {
      for (var pod : view.condemned()) {
        if (!pod.terminating()) {
          delete(pod, "its StatefulSet wants fewer replicas", actions);
        }
        if (view.ordered()) {
          return false;
        }
      }
      return true;
    }

    /// Replaces pods of an earlier template from the highest ordinal down to the partition.
    private void update(List<Action> actions) {
      int down = 0;
      for (int ordinal = view.end() - 1; ordinal >= view.updateFrom(); ordinal--) {
        var pod = view.pods().get(ordinal);
        if (pod == null || (view.isAvailable(pod) && view.isUpdated(pod))) {
          continue;
        }
        if (!pod.terminating() && !view.isUpdated(pod) && !isDeleted(pod, actions)) {
          delete(pod, "its StatefulSet's template has changed", actions);
        }
        if (++down >= view.maxUnavailable()) {
          return;
        }
      }
    }

    private static boolean isDeleted(ObservedPod pod, List<Action> actions) {
      return actions.stream()
          .anyMatch(a -> a instanceof Action.Delete(var name, var why) && name.equals(pod.name()));
    }

    private static void delete(ObservedPod pod, String reason, List<Action> actions) {
      actions.add(new Action.Delete(pod.name(), reason));
    }

    private void create(int ordinal, List<Action> actions) {
      var owner = Fields.name("StatefulSet", set.getMetadata());
      var name = new ObjectName("Pod", owner.namespace(), owner.name() + "-" + ordinal);
      if (round.names().isTaken(name)) {
        blocked.add(name);
        return;
      }
      var from = ordinal < view.updateFrom() ? earlier().orElse(template) : template;
      var labels = Map.of(HASH, from.hash(), INDEX, String.valueOf(ordinal), POD_NAME, name.name());
      var service = set.getSpec() == null ? "" : Fields.text(set.getSpec().getServiceName());
      actions.add(NewPod.owned(set, name, labels).withHost(name.name(), service).from(from, round));
    }

    /// The template that pods below the partition have.
    private Optional<Template> earlier() {
      return view.pods().values().stream()
          .filter(p -> !view.isUpdated(p))
          .max(Comparator.comparing(ObservedPod::created).thenComparing(ObservedPod::name))
          .map(p -> Template.from(p.pod(), p.label(HASH)));
    }
  }
}
