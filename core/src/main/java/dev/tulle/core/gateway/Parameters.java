package dev.tulle.core.gateway;

import dev.tulle.core.crd.GatewayParameters;
import dev.tulle.core.crd.ProxyParameters;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.Optional;
import java.util.SortedMap;

/// How the proxies of a GatewayClass or a Gateway are to be run, or why that cannot be said.
sealed interface Parameters {

  record Valid(ProxyParameters parameters) implements Parameters {}

  record Invalid(Finding why) implements Parameters {}

  static Parameters ofClass(
      ObjectName gatewayClass,
      Optional<ObjectReference> reference,
      SortedMap<ObjectName, GatewayParameters> all) {
    return reference
        .map(ref -> resolve(gatewayClass, ref, all))
        .orElseGet(() -> new Valid(ProxyParameters.NONE));
  }

  /// Its own, and what they leave open from those of its class.
  static Parameters ofGateway(
      ReadGateway gateway, Parameters ofClass, SortedMap<ObjectName, GatewayParameters> all) {
    if (!(ofClass instanceof Valid(var general))) {
      return new Invalid(
          Findings.error(
              gateway.name(),
              "spec.gatewayClassName",
              "InvalidParameters",
              "is of GatewayClass " + gateway.className() + ", whose parameters are not valid",
              "see what is wrong with the GatewayClass"));
    }
    if (gateway.parameters().isEmpty()) {
      return ofClass;
    }
    var reference = gateway.parameters().get();
    return switch (resolve(gateway.name(), reference, all)) {
      case Invalid invalid -> invalid;
      case Valid(var own) ->
          own.whyNotOfGateway()
              .<Parameters>map(
                  why ->
                      invalid(
                          gateway.name(),
                          reference,
                          "names " + reference + ", which it may not: " + why,
                          "remove the field"))
              .orElseGet(() -> new Valid(own.over(general)));
    };
  }

  private static Parameters resolve(
      ObjectName from, ObjectReference reference, SortedMap<ObjectName, GatewayParameters> all) {
    if (!reference.group().equals(GatewayParameters.GROUP)
        || !reference.kind().equals(GatewayParameters.KIND)
        || reference.name().isEmpty()) {
      return invalid(
          from,
          reference,
          "names " + reference + " as parameters, which is of another kind",
          "name a " + GatewayParameters.KIND + " of the group " + GatewayParameters.GROUP);
    }
    var found = all.get(reference.object());
    return found == null
        ? invalid(
            from,
            reference,
            "names " + reference.object() + ", which does not exist",
            "create it, or remove parametersRef")
        : new Valid(found.parameters());
  }

  private static Invalid invalid(
      ObjectName from, ObjectReference reference, String wrong, String cure) {
    return new Invalid(Findings.error(from, reference.field(), "InvalidParameters", wrong, cure));
  }
}
