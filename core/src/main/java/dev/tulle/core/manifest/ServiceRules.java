package dev.tulle.core.manifest;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Services: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
final class ServiceRules {

  private ServiceRules() {}

  static void check(Service service, Report report) {
    var spec = service.getSpec();
    if (spec == null) {
      report.error("spec", "MissingField", "is missing", "add `spec:` with `ports:`");
      return;
    }
    KindRules.labels(spec.getSelector(), "spec.selector", report);
    type(spec, report);
    ports(spec.getPorts(), report);
    nodePorts(spec, report);
  }

  private static void type(ServiceSpec spec, Report report) {
    var type = Objects.requireNonNullElse(spec.getType(), "ClusterIP");
    boolean headless = "None".equals(spec.getClusterIP());
    if (type.equals("ExternalName")) {
      var name = Objects.requireNonNullElse(spec.getExternalName(), "");
      if (name.isEmpty()) {
        report.error(
            "spec.externalName",
            "MissingField",
            "is missing, which the type ExternalName needs",
            "add `externalName:` with a DNS name");
      } else if (!Formats.isDnsName(name.replaceFirst("\\.$", ""))) {
        Formats.dnsName(name)
            .ifPresent(
                w -> report.error("spec.externalName", "InvalidValue", w, "correct the name"));
      }
      if (spec.getClusterIP() != null && !spec.getClusterIP().isEmpty()) {
        report.error(
            "spec.clusterIP",
            "InvalidValue",
            "must not be set for the type ExternalName",
            "remove it");
      }
    } else if (spec.getPorts().isEmpty() && !headless) {
      report.error(
          "spec.ports",
          "MissingField",
          "is missing or empty",
          "add `ports:` with at least one port, or `clusterIP: None`");
    }
    if (headless && (type.equals("NodePort") || type.equals("LoadBalancer"))) {
      report.error(
          "spec.clusterIP",
          "InvalidValue",
          "must not be None for the type " + type,
          "remove `clusterIP: None`, or the type");
    }
    address(spec, headless, report);
    ServiceFamilyRules.check(spec, report);
    boolean open = type.equals("NodePort") || type.equals("LoadBalancer");
    if (spec.getExternalTrafficPolicy() != null && !open && spec.getExternalIPs().isEmpty()) {
      report.error(
          "spec.externalTrafficPolicy",
          "InvalidValue",
          "may be set only for the types NodePort and LoadBalancer",
          "remove it, or set the type");
    }
  }

  private static void address(ServiceSpec spec, boolean headless, Report report) {
    var address = Objects.requireNonNullElse(spec.getClusterIP(), "");
    if (!address.isEmpty() && !headless && !Formats.isAddress(address)) {
      report.error(
          "spec.clusterIP",
          "InvalidValue",
          "is \"" + address + "\", and must be an address or None",
          "remove it: an address is chosen then");
    }
  }

  private static void ports(List<ServicePort> ports, Report report) {
    var names = new HashMap<String, Integer>();
    var numbers = new HashMap<String, Integer>();
    for (int i = 0; i < ports.size(); i++) {
      var port = ports.get(i);
      var path = "spec.ports[" + i + "]";
      var name = Objects.requireNonNullElse(port.getName(), "");
      if (name.isEmpty()) {
        if (ports.size() > 1) {
          report.error(
              path + ".name",
              "MissingField",
              "is missing, which each port needs where there are several",
              "add `name:`, e.g. `name: port-" + port.getPort() + "`");
        }
      } else {
        Formats.dnsLabel(name)
            .ifPresent(w -> report.error(path + ".name", "InvalidName", w, "rename it"));
        duplicate(names.putIfAbsent(name, i), path + ".name", "\"" + name + "\"", report);
      }
      var protocol = Objects.requireNonNullElse(port.getProtocol(), "TCP");
      duplicate(
          numbers.putIfAbsent(port.getPort() + "/" + protocol, i),
          path + ".port",
          port.getPort() + " for " + protocol,
          report);
      target(port.getTargetPort(), path + ".targetPort", report);
      if (port.getAppProtocol() != null) {
        Formats.qualifiedName(port.getAppProtocol())
            .ifPresent(w -> report.error(path + ".appProtocol", "InvalidName", w, "correct it"));
      }
    }
  }

  private static void nodePorts(ServiceSpec spec, Report report) {
    boolean inside = spec.getType() == null || spec.getType().equals("ClusterIP");
    for (int i = 0; i < spec.getPorts().size(); i++) {
      var number = spec.getPorts().get(i).getNodePort();
      if (inside && number != null && number != 0) {
        report.error(
            "spec.ports[" + i + "].nodePort",
            "InvalidValue",
            "may be set only for the types NodePort and LoadBalancer",
            "remove it, or add `type: NodePort`");
      }
    }
  }

  private static void duplicate(@Nullable Integer first, String path, String what, Report report) {
    if (first != null) {
      report.error(
          path,
          "Duplicate",
          "is " + what + ", as is that of spec.ports[" + first + "]",
          "change one of the two, or remove it");
    }
  }

  /// A port by number or by the name of a container's port. Zero and "" count as unset.
  static void target(@Nullable IntOrString target, String path, Report report) {
    if (target == null) {
      return;
    }
    if (target.getIntVal() != null) {
      portNumber(target.getIntVal(), path, report);
    } else if (target.getStrVal() != null && !target.getStrVal().isEmpty()) {
      Formats.portName(target.getStrVal())
          .ifPresent(
              w ->
                  report.error(
                      path,
                      "InvalidPort",
                      w,
                      target.getStrVal().matches("[0-9]+")
                          ? "write the number without quotes"
                          : "write the name of a container's port, or its number"));
    }
  }

  private static void portNumber(int number, String path, Report report) {
    if (number < 0 || number > 65535) {
      report.error(path, "InvalidPort", "is " + number + ", no port number", "write 1 to 65535");
    }
  }
}
