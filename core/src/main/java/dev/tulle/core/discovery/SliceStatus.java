package dev.tulle.core.discovery;

import dev.tulle.core.ir.MeshService;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import dev.tulle.core.world.SliceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is wrong with an EndpointSlice, which matters where it was written by hand.
public final class SliceStatus {

  private SliceStatus() {}

  public static ObjectStatus judge(SliceRecord slice, Optional<MeshService> service) {
    var findings = findings(slice, service);
    boolean accepted = findings.stream().noneMatch(f -> f.severity() == Severity.ERROR);
    var condition =
        accepted
            ? new Condition("Accepted", Truth.TRUE, "Accepted", "")
            : new Condition(
                "Accepted",
                Truth.FALSE,
                findings.getFirst().reason(),
                findings.getFirst().message());
    return new ObjectStatus(slice.name(), List.of(condition), findings);
  }

  private static List<Finding> findings(SliceRecord slice, Optional<MeshService> service) {
    if (slice.service().isEmpty()) {
      return List.of(
          finding(
              slice,
              Severity.WARNING,
              "metadata.labels",
              "NoService",
              "belongs to no Service",
              "add the label " + SliceRecord.SERVICE_LABEL + " with the name of its Service"));
    }
    if (service.isEmpty()) {
      return List.of(
          finding(
              slice,
              Severity.WARNING,
              "metadata.labels",
              "ServiceNotFound",
              "names " + slice.serviceName() + ", which does not exist",
              "create that Service, or correct the label " + SliceRecord.SERVICE_LABEL));
    }
    if (slice.addressType().equals("FQDN")) {
      return List.of(
          finding(
              slice,
              Severity.ERROR,
              "addressType",
              "UnsupportedAddressType",
              "has names instead of addresses, which a proxy does not look up",
              "list IP addresses, with addressType IPv4 or IPv6"));
    }
    var findings = new ArrayList<>(portNames(slice, service.get()));
    findings.addAll(refused(slice));
    return findings;
  }

  private static List<Finding> portNames(SliceRecord slice, MeshService service) {
    boolean noneFits =
        slice.ports().stream().noneMatch(port -> service.port(port.name()).isPresent());
    if (slice.ports().isEmpty() || service.ports().isEmpty() || !noneFits) {
      return List.of();
    }
    var names =
        service.ports().stream().map(port -> name(port.name())).collect(Collectors.joining(", "));
    return List.of(
        finding(
            slice,
            Severity.ERROR,
            "ports",
            "PortNotFound",
            "has no port with the name of one of " + service.name() + "'s ports",
            "give its ports the names that the Service's ports have: " + names));
  }

  private static String name(String port) {
    return port.isEmpty() ? "none (leave name out)" : port;
  }

  private static List<Finding> refused(SliceRecord slice) {
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < slice.endpoints().size(); i++) {
      var addresses = slice.endpoints().get(i).addresses();
      if (!addresses.isEmpty() && !Addresses.allowed(addresses.getFirst())) {
        findings.add(
            finding(
                slice,
                Severity.ERROR,
                "endpoints[" + i + "].addresses[0]",
                "AddressRefused",
                "has the address " + addresses.getFirst() + ", which cannot be an endpoint",
                "use an IP address that is not loopback, link-local or multicast"));
      }
    }
    return findings;
  }

  private static Finding finding(
      SliceRecord slice, Severity severity, String path, String reason, String wrong, String cure) {
    return new Finding(severity, slice.name(), path, reason, slice.name() + " " + wrong, cure);
  }
}
