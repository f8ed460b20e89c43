package dev.tulle.cli.local.controller;

import dev.tulle.cli.local.net.Ipv6;
import dev.tulle.core.ir.IpFamily;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The IP families of a Service as an API server fills them in, the first one its primary: see
/// <https://kubernetes.io/docs/concepts/services-networking/dual-stack/>. With `lacking` it asks
/// for IPv6 where there is none, in the field of that name; an API server refuses it then.
record ServiceFamilies(String policy, List<IpFamily> families, Optional<String> lacking) {

  private static final String SINGLE = "SingleStack";
  private static final String REQUIRE = "RequireDualStack";

  ServiceFamilies {
    families = List.copyOf(families);
  }

  static ServiceFamilies of(ServiceSpec spec, Set<IpFamily> offered) {
    var families = new ArrayList<IpFamily>();
    Fields.list(spec.getIpFamilies()).forEach(text -> add(families, family(text)));
    addresses(spec)
        .filter(address -> !address.equals(ServiceAddresses.NONE))
        .forEach(address -> add(families, IpFamily.of(address)));
    if (families.isEmpty()) {
      families.add(IpFamily.IPV4);
    }
    boolean anywhere =
        ServiceAddresses.NONE.equals(spec.getClusterIP())
            && Fields.map(spec.getSelector()).isEmpty();
    var policy = Fields.or(spec.getIpFamilyPolicy(), anywhere ? REQUIRE : SINGLE);
    boolean both = !policy.equals(SINGLE) && (anywhere || offered.size() > 1);
    if (both) {
      for (var family : IpFamily.values()) {
        add(families, family);
      }
    }
    return new ServiceFamilies(
        policy, families, anywhere ? Optional.empty() : lacking(policy, families, offered));
  }

  private static Optional<String> lacking(
      String policy, List<IpFamily> families, Set<IpFamily> offered) {
    if (policy.equals(REQUIRE) && offered.size() < 2) {
      return Optional.of("spec.ipFamilyPolicy");
    }
    return offered.containsAll(families) ? Optional.empty() : Optional.of("spec.ipFamilies");
  }

  /// All addresses that it asks for.
  static Stream<String> addresses(ServiceSpec spec) {
    return Stream.concat(
            Stream.of(Fields.text(spec.getClusterIP())), Fields.list(spec.getClusterIPs()).stream())
        .filter(address -> !address.isEmpty())
        .distinct();
  }

  private static IpFamily family(String text) {
    return text.equals(IpFamily.IPV6.toString()) ? IpFamily.IPV6 : IpFamily.IPV4;
  }

  private static void add(List<IpFamily> families, IpFamily family) {
    if (!families.contains(family)) {
      families.add(family);
    }
  }

  List<String> names() {
    return families.stream().map(IpFamily::toString).toList();
  }

  /// What an API server would say, where it would refuse it.
  Optional<ObjectStatus> refusal(ObjectName service) {
    return lacking.map(
        field -> {
          boolean policed = field.equals("spec.ipFamilyPolicy");
          var asks = policed ? "its ipFamilyPolicy is " + policy : "it asks for IPv6";
          var instead = policed ? "write PreferDualStack." : "remove IPv6 from the Service.";
          var finding =
              new Finding(
                  Severity.ERROR,
                  service,
                  field,
                  "NoIPv6",
                  service + " gets no address: " + asks + ", and this machine has no IPv6.",
                  Ipv6.CURE + ", or " + instead);
          return new ObjectStatus(service, List.of(), List.of(finding));
        });
  }
}
