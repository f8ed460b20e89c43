package dev.tulle.core.manifest;

import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The IP families of a Service and its addresses of each, whether they fit one another:
/// <https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services>.
final class ServiceFamilyRules {

  private static final String NONE = "None";
  private static final Set<String> FAMILIES = Set.of("IPv4", "IPv6");
  private static final int MOST = 2;

  private ServiceFamilyRules() {}

  static void check(ServiceSpec spec, Report report) {
    if ("ExternalName".equals(spec.getType())) {
      external(spec, report);
      return;
    }
    known(spec.getIpFamilies(), report);
    distinct(spec.getIpFamilies(), "spec.ipFamilies", report);
    addresses(spec, report);
    var policy = Objects.requireNonNullElse(spec.getIpFamilyPolicy(), "SingleStack");
    boolean several = spec.getIpFamilies().size() == MOST || spec.getClusterIPs().size() == MOST;
    if (several && policy.equals("SingleStack")) {
      report.error(
          "spec.ipFamilyPolicy",
          "InvalidValue",
          "must be PreferDualStack or RequireDualStack where there are two families",
          "write `ipFamilyPolicy: PreferDualStack`, or keep one family");
    }
  }

  private static void known(List<String> families, Report report) {
    for (int i = 0; i < families.size(); i++) {
      if (!FAMILIES.contains(families.get(i))) {
        report.error(
            "spec.ipFamilies[" + i + "]",
            "InvalidValue",
            "is \"" + families.get(i) + "\", and must be IPv4 or IPv6",
            "write one of the two");
      }
    }
  }

  private static void external(ServiceSpec spec, Report report) {
    if (!spec.getIpFamilies().isEmpty()) {
      notOfExternal("spec.ipFamilies", report);
    }
    if (spec.getIpFamilyPolicy() != null) {
      notOfExternal("spec.ipFamilyPolicy", report);
    }
    if (!spec.getClusterIPs().isEmpty()) {
      notOfExternal("spec.clusterIPs", report);
    }
  }

  private static void notOfExternal(String path, Report report) {
    report.error(path, "InvalidValue", "must not be set for the type ExternalName", "remove it");
  }

  private static void addresses(ServiceSpec spec, Report report) {
    var all = spec.getClusterIPs();
    if (all.isEmpty()) {
      family(
          Objects.requireNonNullElse(spec.getClusterIP(), ""), 0, "spec.clusterIP", spec, report);
      return;
    }
    if (!all.getFirst().equals(spec.getClusterIP())) {
      report.error(
          "spec.clusterIPs[0]",
          "InvalidValue",
          "must be the same as spec.clusterIP",
          "remove one of the two fields, or write the same address");
    }
    if (all.contains(NONE)) {
      if (all.size() > 1) {
        report.error(
            "spec.clusterIPs", "InvalidValue", "has None beside another", "keep None alone");
      }
      return;
    }
    for (int i = 0; i < all.size(); i++) {
      var path = "spec.clusterIPs[" + i + "]";
      if (!Formats.isAddress(all.get(i))) {
        report.error(
            path,
            "InvalidValue",
            "is \"" + all.get(i) + "\", and must be an address",
            "remove it: an address is chosen then");
      } else {
        family(all.get(i), i, path, spec, report);
      }
    }
    distinct(all.stream().map(ServiceFamilyRules::familyOf).toList(), "spec.clusterIPs", report);
  }

  /// An address is of the family that stands at its place.
  private static void family(
      String address, int index, String path, ServiceSpec spec, Report report) {
    var families = spec.getIpFamilies();
    if (index >= families.size() || !Formats.isAddress(address)) {
      return;
    }
    var wanted = families.get(index);
    if (!familyOf(address).equals(wanted)) {
      report.error(
          path,
          "InvalidValue",
          "is no address of " + wanted + ", as spec.ipFamilies[" + index + "] says",
          "remove it, or correct the family");
    }
  }

  private static String familyOf(String address) {
    return address.indexOf(':') < 0 ? "IPv4" : "IPv6";
  }

  private static void distinct(List<String> families, String path, Report report) {
    if (families.size() > MOST || new HashSet<>(families).size() < families.size()) {
      report.error(path, "Duplicate", "has a family twice", "keep one of each");
    }
  }
}
