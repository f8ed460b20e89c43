package dev.tulle.cli.local.controller;

import dev.tulle.core.crd.GatewayParameters;
import dev.tulle.core.crd.ProxyParameters;
import dev.tulle.core.crd.ProxyParameters.NodeParameters;
import dev.tulle.core.crd.ProxyParameters.Scale;
import dev.tulle.core.crd.ProxyParameters.ServiceParameters;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What GatewayParameters ask of a cluster that runs the proxies: here a Gateway is one Envoy of
/// this machine, whatever they say.
final class UnusedParameters {

  private UnusedParameters() {}

  /// The status of an object that says something.
  static Optional<ObjectStatus> of(GatewayParameters object) {
    var fields = fields(object.parameters());
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    var name = Fields.name(GatewayParameters.KIND, object.getMetadata());
    return Optional.of(new ObjectStatus(name, List.of(), List.of(finding(name, fields))));
  }

  private static Finding finding(ObjectName name, List<String> fields) {
    return new Finding(
        Severity.WARNING,
        name,
        "spec",
        "NotUsed",
        name
            + " says how a cluster runs proxies ("
            + String.join(", ", fields)
            + "); here a Gateway is one Envoy of this machine.",
        "Nothing has to be done: it has its effect in a cluster.");
  }

  private static List<String> fields(ProxyParameters parameters) {
    var fields = new ArrayList<String>();
    parameters
        .scale()
        .ifPresent(
            scale ->
                fields.add(
                    switch (scale) {
                      case Scale.Fixed _ -> "replicas";
                      case Scale.Between _ -> "autoscaling";
                    }));
    parameters.image().ifPresent(_ -> fields.add("image"));
    parameters.logLevel().ifPresent(_ -> fields.add("logLevel"));
    parameters.resources().ifPresent(_ -> fields.add("resources"));
    if (!parameters.service().equals(ServiceParameters.NONE)) {
      fields.add("service");
    }
    if (!parameters.node().equals(NodeParameters.NONE)) {
      fields.add("node");
    }
    return fields;
  }
}
