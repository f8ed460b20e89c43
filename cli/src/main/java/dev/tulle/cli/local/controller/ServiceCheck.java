package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Whether a Service can find pods at all: those that exist, and those that the folder's workloads
/// would make, so that a workload scaled to zero is no mistake.
final class ServiceCheck {

  private static final Set<String> BY_CONTROLLERS =
      Set.of(
          Deployments.HASH,
          StatefulSets.HASH,
          StatefulSets.INDEX,
          StatefulSets.POD_NAME,
          Jobs.NAME,
          Jobs.OLD_NAME,
          Jobs.INDEX);

  private ServiceCheck() {}

  /// The status of a Service about which there is something to say.
  static Optional<ObjectStatus> of(
      Service service, List<Source> sources, LabelIndex<Source> index) {
    var spec = Fields.or(service.getSpec(), new ServiceSpec());
    var selector = ofTemplates(Fields.map(spec.getSelector()));
    if (selector.isEmpty() || "ExternalName".equals(spec.getType())) {
      return Optional.empty();
    }
    var name = Fields.name("Service", service.getMetadata());
    var selected = index.matching(name.namespace(), selector);
    var findings = new ArrayList<Finding>();
    if (selected.isEmpty()) {
      findings.add(nothing(name, selector, sources));
    } else {
      unnamedPorts(name, spec, selected, findings);
    }
    return findings.isEmpty()
        ? Optional.empty()
        : Optional.of(new ObjectStatus(name, List.of(), findings));
  }

  /// A selector without the labels that pods get from their controllers, of which templates say
  /// nothing: `statefulset.kubernetes.io/pod-name: db-0` is a common one.
  private static Map<String, String> ofTemplates(Map<String, String> selector) {
    var rest = new TreeMap<>(selector);
    rest.keySet().removeAll(BY_CONTROLLERS);
    return rest;
  }

  private static Finding nothing(
      ObjectName name, Map<String, String> selector, List<Source> sources) {
    var wanted = Selectors.text(selector);
    var message = "No pod in namespace " + name.namespace() + " has " + wanted;
    var elsewhere =
        sources.stream().filter(s -> s.labels().entrySet().containsAll(selector.entrySet()));
    var other = elsewhere.findFirst();
    if (other.isPresent()) {
      return warning(
          name,
          message + "; " + other.get().object() + " has, in another namespace.",
          "Put both into one namespace: a Service selects only in its own.");
    }
    var nearest =
        sources.stream()
            .filter(s -> s.object().namespace().equals(name.namespace()) && !s.labels().isEmpty())
            .max(
                Comparator.comparingLong((Source s) -> likeness(selector, s.labels()))
                    .thenComparing(Source::object, Comparator.reverseOrder()));
    return nearest
        .map(source -> nearest(name, selector, source, message))
        .orElseGet(
            () ->
                warning(
                    name,
                    message + ": no workload there makes pods.",
                    "Add a Deployment whose pods have " + wanted + "."));
  }

  private static Finding nearest(
      ObjectName name, Map<String, String> selector, Source nearest, String message) {
    var shared = new TreeMap<>(nearest.labels());
    shared.keySet().retainAll(selector.keySet());
    return warning(
        name,
        message
            + "; the nearest, "
            + nearest.object()
            + ", has "
            + Selectors.text(nearest.labels())
            + ".",
        "Set spec.selector to "
            + Selectors.text(shared.isEmpty() ? nearest.labels() : shared)
            + ", or label the pods with "
            + Selectors.text(selector)
            + ".");
  }

  /// Equal labels weigh most, then like values under the same key, then the value elsewhere.
  private static long likeness(Map<String, String> selector, Map<String, String> labels) {
    return selector.entrySet().stream().mapToLong(e -> likeness(e, labels)).sum();
  }

  private static long likeness(Map.Entry<String, String> wanted, Map<String, String> labels) {
    var value = labels.get(wanted.getKey());
    if (value == null) {
      return labels.containsValue(wanted.getValue()) ? 1 : 0;
    }
    return wanted.getValue().equals(value) ? 1000 : 10 + sameAtEnds(wanted.getValue(), value);
  }

  /// How many letters two words share at their beginning and their end: enough to tell a slip of
  /// the pen from another word.
  private static int sameAtEnds(String one, String other) {
    int most = Math.min(one.length(), other.length());
    int front = 0;
    while (front < most && one.charAt(front) == other.charAt(front)) {
      front++;
    }
    int back = 0;
    while (back < most - front
        && one.charAt(one.length() - 1 - back) == other.charAt(other.length() - 1 - back)) {
      back++;
    }
    return front + back;
  }

  private static void unnamedPorts(
      ObjectName name, ServiceSpec spec, List<Source> selected, List<Finding> findings) {
    var ports = Fields.list(spec.getPorts());
    for (int i = 0; i < ports.size(); i++) {
      var port = ports.get(i);
      var protocol = Fields.or(port.getProtocol(), "TCP");
      for (var source : selected) {
        if (EndpointSlices.target(port, protocol, source.ports()).isEmpty()) {
          findings.add(unnamedPort(name, i, port, source));
          break;
        }
      }
    }
  }

  private static Finding unnamedPort(ObjectName name, int index, ServicePort port, Source source) {
    var target = Fields.or(port.getTargetPort(), new IntOrString()).getStrVal();
    var declared =
        source.ports().stream()
            .map(p -> (p.name().isEmpty() ? "(no name)" : p.name()) + " " + p.number())
            .collect(Collectors.joining(", "));
    return new Finding(
        Severity.WARNING,
        name,
        "spec.ports[" + index + "].targetPort",
        "TargetPortNotFound",
        name
            + " targets a port named "
            + target
            + ", which the pods of "
            + source.object()
            + " do not declare"
            + (declared.isEmpty() ? "." : "; they declare " + declared + "."),
        "Name a container port " + target + ", or put its number into targetPort.");
  }

  private static Finding warning(ObjectName name, String message, String cure) {
    return new Finding(Severity.WARNING, name, "spec.selector", "NoPodsSelected", message, cure);
  }
}
