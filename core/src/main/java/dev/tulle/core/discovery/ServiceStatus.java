package dev.tulle.core.discovery;

import dev.tulle.core.ir.MeshService;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a Service's user should know: how many endpoints are ready, and what that means for those
/// who route to it.
final class ServiceStatus {

  private ServiceStatus() {}

  static ObjectStatus judge(ServiceView.Input input, ServiceEndpoints endpoints) {
    var service = input.service();
    if (service.type() == MeshService.Type.EXTERNAL_NAME) {
      var message = "ExternalName is answered by DNS alone; no proxy sends traffic there";
      return status(input, Truth.TRUE, "ExternalName", message, List.of());
    }
    int all = endpoints.all();
    int ready = endpoints.ready();
    var counted = ready + " of " + all + " endpoints ready";
    if (ready > 0) {
      return status(input, Truth.TRUE, "EndpointsReady", counted, List.of());
    }
    var why = all > 0 ? counted : "no endpoints";
    var findings = input.usedBy().map(user -> finding(service, all, user)).stream().toList();
    return status(input, Truth.FALSE, "NoReadyEndpoints", why, findings);
  }

  private static ObjectStatus status(
      ServiceView.Input input, Truth ready, String reason, String message, List<Finding> findings) {
    var service = input.service();
    var conditions = new ArrayList<Condition>();
    conditions.add(new Condition("Accepted", Truth.TRUE, "Accepted", ""));
    conditions.add(new Condition("Ready", ready, reason, message));
    ProtocolStatus.condition(service, input.routed()).ifPresent(conditions::add);
    var all = Stream.concat(findings.stream(), ProtocolStatus.findings(service).stream());
    return new ObjectStatus(service.name(), conditions, all.toList());
  }

  private static Finding finding(MeshService service, int all, ObjectName user) {
    var selector = selector(service);
    String why;
    String cure;
    if (all > 0) {
      why = all == 1 ? "its only endpoint is not ready" : "none of its " + all + " endpoints is";
      cure = "see why its pods are not ready, or wait until they are";
    } else if (selector.isEmpty()) {
      why = "it has no selector, and no EndpointSlice gives it an endpoint";
      cure =
          "add spec.selector, or an EndpointSlice with the label kubernetes.io/service-name: "
              + service.name().name();
    } else {
      why = "no running pod has the labels " + selector;
      cure = "start pods with these labels in namespace " + service.name().namespace();
    }
    return new Finding(
        Severity.WARNING,
        service.name(),
        selector.isEmpty() ? "spec" : "spec.selector",
        "NoReadyEndpoints",
        service.name()
            + " has no ready endpoints: "
            + why
            + "; requests that "
            + user
            + " sends there are answered with 503",
        cure);
  }

  private static String selector(MeshService service) {
    return new TreeMap<>(service.selector())
        .entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(","));
  }
}
