package dev.tulle.core.manifest;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.HashMap;
import java.util.Objects;

/// EndpointSlices:
/// https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/
final class EndpointSliceRules {

  private EndpointSliceRules() {}

  static void check(EndpointSlice slice, Report report) {
    if (slice.getEndpoints().size() > 1000) {
      report.error(
          "endpoints",
          "InvalidValue",
          "has " + slice.getEndpoints().size() + " items, and may have 1000",
          "split the slice");
    }
    for (int i = 0; i < slice.getEndpoints().size(); i++) {
      var addresses = slice.getEndpoints().get(i).getAddresses();
      var path = "endpoints[" + i + "].addresses";
      if (addresses.isEmpty() || addresses.size() > 100) {
        report.error(
            path,
            "InvalidValue",
            "has " + addresses.size() + " items, and must have 1 to 100",
            "write the endpoint's address");
      }
      for (int j = 0; j < addresses.size(); j++) {
        address(addresses.get(j), slice.getAddressType(), path + "[" + j + "]", report);
      }
    }
    ports(slice, report);
  }

  private static void address(String address, String type, String path, Report report) {
    boolean fine =
        switch (type) {
          case "IPv4" -> isIPv4(address);
          case "IPv6" -> address.indexOf(':') >= 0 && address.matches("[0-9a-fA-F:.]{2,45}");
          default -> Formats.isDnsName(address);
        };
    if (!fine) {
      report.error(
          path,
          "InvalidAddress",
          "is \"" + address + "\", no address of the type " + type,
          "write one, or change `addressType`");
    }
  }

  private static boolean isIPv4(String address) {
    var parts = address.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (var part : parts) {
      if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static void ports(EndpointSlice slice, Report report) {
    var names = new HashMap<String, Integer>();
    for (int i = 0; i < slice.getPorts().size(); i++) {
      var path = "ports[" + i + "].name";
      var name = Objects.requireNonNullElse(slice.getPorts().get(i).getName(), "");
      if (!name.isEmpty()) {
        Formats.dnsLabel(name)
            .ifPresent(w -> report.error(path, "InvalidName", w, "correct the name"));
      }
      var first = names.putIfAbsent(name, i);
      if (first != null) {
        report.error(
            path,
            "Duplicate",
            "is \"" + name + "\", as is that of ports[" + first + "]",
            "change one of the two");
      }
    }
  }
}
