package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.cli.status.StatusSnapshot.Pod;
import dev.tulle.core.name.ObjectName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which pod is meant by `my-app-x`, `pod/my-app-x`, `deploy/my-app`, `sts/db`, `job/load` or
/// `svc/my-app`: of a workload's pods, or those behind a Service, the first that is ready, by name.
final class PodChoice {

  private static final Map<String, String> KINDS =
      Map.of(
          "deploy", "Deployment",
          "deployment", "Deployment",
          "sts", "StatefulSet",
          "statefulset", "StatefulSet",
          "job", "Job");

  private PodChoice() {}

  static ObjectName of(StatusSnapshot status, String wanted, Optional<String> namespace)
      throws Failure {
    var found =
        status.pods().stream()
            .filter(pod -> namespace.isEmpty() || pod.namespace().equals(namespace.get()))
            .filter(pod -> matches(status, pod, wanted))
            .sorted(Comparator.comparing((Pod pod) -> !pod.ready()).thenComparing(Pod::name))
            .toList();
    if (found.isEmpty()) {
      throw nothing(status, wanted);
    }
    var namespaces = found.stream().map(Pod::namespace).distinct().sorted().toList();
    if (namespaces.size() > 1) {
      throw new Failure(
          Exit.USAGE,
          wanted + " is there more than once",
          "there is one in each of the namespaces " + String.join(", ", namespaces),
          "say which with --namespace");
    }
    var pod = found.getFirst();
    return new ObjectName("Pod", pod.namespace(), pod.name());
  }

  private static boolean matches(StatusSnapshot status, Pod pod, String wanted) {
    int slash = wanted.indexOf('/');
    if (slash < 0) {
      return pod.name().equals(wanted);
    }
    var kind = wanted.substring(0, slash).toLowerCase(Locale.ROOT);
    var name = wanted.substring(slash + 1);
    return switch (kind) {
      case "pod", "po" -> pod.name().equals(name);
      case "svc", "service" ->
          status.services().stream()
              .filter(it -> it.name().equals(name) && it.namespace().equals(pod.namespace()))
              .anyMatch(it -> it.pods().contains(pod.name()));
      default -> pod.workload().equals(KINDS.getOrDefault(kind, kind) + "/" + name);
    };
  }

  private static Failure nothing(StatusSnapshot status, String wanted) {
    List<String> names = status.pods().stream().map(Pod::name).sorted().limit(10).toList();
    return new Failure(
        Exit.USAGE,
        "there is no pod " + wanted,
        names.isEmpty()
            ? "no pod runs now"
            : names.stream().collect(Collectors.joining(", ", "there are ", "")),
        "name one of them, or a workload as in deploy/NAME, or a Service as in svc/NAME");
  }
}
