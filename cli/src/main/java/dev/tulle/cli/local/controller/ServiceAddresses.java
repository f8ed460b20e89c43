package dev.tulle.cli.local.controller;

import dev.tulle.cli.local.net.AddressBlock;
import dev.tulle.core.ir.IpFamily;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ObjectStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// Gives each Service its families, and out of a block a cluster address of each: `AddressPool`.
public final class ServiceAddresses {

  /// What was given: the Services with `clusterIP`, `clusterIPs`, `ipFamilies` and `ipFamilyPolicy`
  /// set, in the order of their names; what is to be remembered (`namespace/name` to the address of
  /// IPv4, `namespace/name/IPv6` to that of IPv6; Services that are gone for now keep theirs while
  /// there is room); and what could not be done as asked.
  public record Allocation(
      List<Service> services, Map<String, String> remembered, List<ObjectStatus> statuses) {}

  static final String NONE = "None";

  private record Wanting(Service service, ServiceFamilies families) {}

  private final SortedMap<ObjectName, Wanting> wanting = new TreeMap<>();
  private final Map<IpFamily, AddressPool> pools = new EnumMap<>(IpFamily.class);

  private ServiceAddresses() {}

  /// One block for each family that there is.
  public static Allocation allocate(
      Collection<Service> services, List<AddressBlock> blocks, Map<String, String> remembered) {
    return new ServiceAddresses().give(services, blocks, remembered);
  }

  private Allocation give(
      Collection<Service> services, List<AddressBlock> blocks, Map<String, String> remembered) {
    var offered = new EnumMap<IpFamily, AddressBlock>(IpFamily.class);
    blocks.forEach(block -> offered.put(block.family(), block));
    for (var service : services) {
      var families = ServiceFamilies.of(spec(service), offered.keySet());
      wanting.put(Fields.name("Service", service.getMetadata()), new Wanting(service, families));
    }
    // of a family that is not offered now, what was given is kept for when it is again
    var keep = new TreeMap<>(remembered);
    keep.keySet().removeIf(key -> offered.containsKey(familyOf(key)));
    var statuses = new ArrayList<ObjectStatus>();
    wanting.forEach(
        (name, each) -> {
          if (wantsFamilies(each.service())) {
            each.families().refusal(name).ifPresent(statuses::add);
          }
        });
    for (var block : offered.values()) {
      var ours = new TreeMap<>(remembered);
      ours.keySet().removeIf(key -> familyOf(key) != block.family());
      var pool = AddressPool.serve(block, ours, claims(block.family()));
      pools.put(block.family(), pool);
      keep.putAll(pool.kept());
      statuses.addAll(pool.statuses());
    }
    var filled = new ArrayList<Service>();
    wanting.forEach((name, each) -> filled.add(filled(name, each)));
    return new Allocation(filled, keep, statuses);
  }

  private List<AddressPool.Claim> claims(IpFamily family) {
    var claims = new ArrayList<AddressPool.Claim>();
    wanting.forEach(
        (name, each) -> {
          if (wantsAddress(each) && each.families().families().contains(family)) {
            var asked =
                ServiceFamilies.addresses(spec(each.service()))
                    .filter(address -> IpFamily.of(address) == family)
                    .findFirst()
                    .orElse("");
            claims.add(new AddressPool.Claim(name, key(name, family), asked));
          }
        });
    return claims;
  }

  private Service filled(ObjectName name, Wanting each) {
    var service = each.service();
    if (!wantsFamilies(service)) {
      return service;
    }
    boolean headless = NONE.equals(spec(service).getClusterIP());
    var addresses = headless ? List.of(NONE) : addresses(name, each);
    return new ServiceBuilder(service)
        .editOrNewSpec()
        .withClusterIP(addresses.isEmpty() ? null : addresses.getFirst())
        .withClusterIPs(addresses)
        .withIpFamilyPolicy(each.families().policy())
        .withIpFamilies(each.families().names())
        .endSpec()
        .build();
  }

  private List<String> addresses(ObjectName name, Wanting each) {
    return wantsAddress(each)
        ? each.families().families().stream()
            .map(family -> given(name, family))
            .filter(address -> !address.isEmpty())
            .toList()
        : List.of();
  }

  private String given(ObjectName name, IpFamily family) {
    var pool = Objects.requireNonNull(pools.get(family));
    return Fields.text(pool.given().get(key(name, family)));
  }

  private static boolean wantsFamilies(Service service) {
    return !"ExternalName".equals(spec(service).getType());
  }

  private static boolean wantsAddress(Wanting each) {
    return wantsFamilies(each.service())
        && !NONE.equals(spec(each.service()).getClusterIP())
        && each.families().lacking().isEmpty();
  }

  private static ServiceSpec spec(Service service) {
    return Fields.or(service.getSpec(), new ServiceSpec());
  }

  private static String key(ObjectName name, IpFamily family) {
    var key = name.namespace() + "/" + name.name();
    return switch (family) {
      case IPV4 -> key;
      case IPV6 -> key + "/" + IpFamily.IPV6;
    };
  }

  private static IpFamily familyOf(String key) {
    return key.endsWith("/" + IpFamily.IPV6) ? IpFamily.IPV6 : IpFamily.IPV4;
  }
}
