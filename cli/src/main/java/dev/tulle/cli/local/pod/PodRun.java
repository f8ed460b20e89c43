package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.pod.ContainerRun.Phase;
import dev.tulle.cli.local.pod.ContainerRun.Role;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// All containers of a pod, in the order of its spec, init containers first.
record PodRun(RestartPolicy policy, List<ContainerRun> containers) {

  /// What becomes of a main container that has ended.
  enum RestartPolicy {
    ALWAYS,
    ON_FAILURE,
    NEVER;

    static RestartPolicy of(PodSpec spec) {
      return switch (spec.getRestartPolicy()) {
        case "Never" -> NEVER;
        case "OnFailure" -> ON_FAILURE;
        case null, default -> ALWAYS;
      };
    }

    boolean restarts(Exit exit) {
      return switch (this) {
        case ALWAYS -> true;
        case ON_FAILURE -> exit.code() != 0;
        case NEVER -> false;
      };
    }
  }

  PodRun {
    containers = List.copyOf(containers);
  }

  static PodRun created(PodSpec spec) {
    var all = new ArrayList<ContainerRun>();
    for (var container : spec.getInitContainers()) {
      all.add(ContainerRun.created(container.getName(), role(container)));
    }
    for (var container : spec.getContainers()) {
      all.add(ContainerRun.created(container.getName(), Role.MAIN));
    }
    return new PodRun(RestartPolicy.of(spec), all);
  }

  /// Whether a container has ever been started.
  boolean begun() {
    return containers.stream().anyMatch(it -> it.attempts() > 0);
  }

  /// With what those containers wait for that have never been started.
  PodRun waitingFor(PodSandbox.Hindrance hindrance) {
    var phase = new Phase.Waiting(hindrance.reason(), hindrance.message(), Instant.MIN);
    return new PodRun(
        policy, containers.stream().map(it -> it.attempts() > 0 ? it : it.in(phase)).toList());
  }

  ContainerRun container(String name) {
    return containers.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  PodRun with(String name, UnaryOperator<ContainerRun> change) {
    return new PodRun(
        policy,
        containers.stream().map(it -> it.name().equals(name) ? change.apply(it) : it).toList());
  }

  List<ContainerRun> mains() {
    return in(Role.MAIN::equals);
  }

  /// Init containers and sidecars together, as they are listed in the spec.
  List<ContainerRun> inits() {
    return in(role -> role != Role.MAIN);
  }

  List<ContainerRun> sidecars() {
    return in(Role.SIDECAR::equals);
  }

  private List<ContainerRun> in(Predicate<Role> wanted) {
    return containers.stream().filter(it -> wanted.test(it.role())).toList();
  }

  private static Role role(Container init) {
    return "Always".equals(init.getRestartPolicy()) ? Role.SIDECAR : Role.INIT;
  }
}
