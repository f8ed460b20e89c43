package dev.tulle.core.gateway;

import dev.tulle.core.crd.GatewayParameters;
import dev.tulle.core.crd.ProxyParameters;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.StatusDetail;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which Gateways are ours, by the GatewayClasses that there are, and the parameters of each class
/// of ours. `names` are those of all classes.
record GatewayClasses(
    SortedMap<String, Parameters> ours,
    List<String> names,
    SortedMap<ObjectName, ObjectStatus> statuses) {

  /// The class that is ours whether or not there is such an object.
  static final String OWN = "tulle";

  private static final String SUPPORTED = "v1.6";

  /// All that the result follows from.
  record Input(
      SortedMap<ObjectName, GatewayClass> classes,
      SortedMap<ObjectName, GatewayParameters> parameters,
      Optional<String> apiVersion) {}

  GatewayClasses {
    names = List.copyOf(names);
  }

  static GatewayClasses resolve(Input input) {
    var ours = new TreeMap<String, Parameters>();
    var statuses = new TreeMap<ObjectName, ObjectStatus>();
    input
        .classes()
        .forEach(
            (name, each) -> {
              var spec = each.getSpec();
              if (spec != null
                  && GatewayApi.CONTROLLER.equals(Given.text(spec.getControllerName()))) {
                var parameters = Parameters.ofClass(name, reference(each), input.parameters());
                ours.put(name.name(), parameters);
                statuses.put(name, status(name, parameters, input.apiVersion()));
              }
            });
    if (!input.classes().containsKey(Kind.GATEWAY_CLASS.named("", OWN))) {
      ours.put(OWN, new Parameters.Valid(ProxyParameters.NONE));
    }
    var names = input.classes().keySet().stream().map(ObjectName::name).toList();
    return new GatewayClasses(ours, names, statuses);
  }

  private static Optional<ObjectReference> reference(GatewayClass each) {
    return Optional.ofNullable(each.getSpec().getParametersRef())
        .map(
            ref ->
                new ObjectReference(
                    "spec.parametersRef",
                    Given.text(ref.getGroup()),
                    Given.text(ref.getKind()),
                    Given.text(ref.getNamespace()),
                    Given.text(ref.getName())));
  }

  private static ObjectStatus status(
      ObjectName name, Parameters parameters, Optional<String> apiVersion) {
    Optional<Finding> wrong =
        parameters instanceof Parameters.Invalid(var why) ? Optional.of(why) : Optional.empty();
    var conditions = new ArrayList<Condition>();
    conditions.add(Findings.unless(wrong, "Accepted", "Accepted"));
    apiVersion.map(GatewayClasses::supportedVersion).ifPresent(conditions::add);
    return new ObjectStatus(
        name,
        conditions,
        new StatusDetail.OfGatewayClass(SupportedFeatures.NAMES),
        wrong.stream().toList());
  }

  private static Condition supportedVersion(String version) {
    return version.startsWith(SUPPORTED + ".")
        ? Findings.yes("SupportedVersion", "SupportedVersion")
        : new Condition(
            "SupportedVersion",
            Truth.FALSE,
            "UnsupportedVersion",
            "the Gateway API is installed in version "
                + version
                + ", and Tulle is made for "
                + SUPPORTED
                + ": fields may be missing, or not read; install version "
                + SUPPORTED
                + " over it");
  }

  boolean isOurs(ReadGateway gateway) {
    return ours.containsKey(gateway.className());
  }

  /// What to tell of a Gateway that nobody looks after.
  Optional<Finding> nobodys(ReadGateway gateway) {
    return isOurs(gateway) || names.contains(gateway.className())
        ? Optional.empty()
        : Optional.of(
            Findings.error(
                gateway.name(),
                "spec.gatewayClassName",
                "GatewayClassNotFound",
                "is of GatewayClass " + Given.brief(gateway.className()) + ", which does not exist",
                "write " + OWN + " if this one is meant"));
  }
}
