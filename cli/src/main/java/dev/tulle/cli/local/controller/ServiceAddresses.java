package dev.tulle.cli.local.controller;

import dev.tulle.cli.local.net.AddressRange;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Gives each Service its cluster address out of a range. A Service keeps its address as long as
/// its allocation is remembered, and where it is not, mostly gets the same one again: its place in
/// the range follows from its name. An address a Service asks for goes before a remembered one.
public final class ServiceAddresses {

  /// What was given: the Services with `clusterIP` and `clusterIPs` set, in the order of their
  /// names; what is to be remembered (`namespace/name` to address; Services that are gone for now
  /// keep theirs while there is room); and what could not be done as asked.
  public record Allocation(
      List<Service> services, Map<String, String> remembered, List<ObjectStatus> statuses) {}

  private static final String NONE = "None";

  /// The first two addresses of a range and its last are never given: they would be a network's
  /// own, a host's, and broadcast.
  private static final int FIRST = 2;

  private final AddressRange range;
  private final Map<String, String> remembered;
  private final Map<String, String> owners = new HashMap<>();
  private final SortedMap<String, String> given = new TreeMap<>();
  private final List<ObjectStatus> statuses = new ArrayList<>();

  private ServiceAddresses(AddressRange range, Map<String, String> remembered) {
    this.range = range;
    this.remembered = remembered;
  }

  public static Allocation allocate(
      Collection<Service> services, AddressRange range, Map<String, String> remembered) {
    return new ServiceAddresses(range, remembered).allocate(services);
  }

  private Allocation allocate(Collection<Service> services) {
    var sorted =
        services.stream()
            .sorted(Comparator.comparing(s -> Fields.name("Service", s.getMetadata())))
            .toList();
    var wanting = sorted.stream().filter(ServiceAddresses::wantsAddress).toList();
    wanting.stream().filter(s -> !asked(s).isEmpty()).forEach(this::takeAsked);
    wanting.forEach(this::takeRemembered);
    wanting.forEach(this::takeFree);
    var keep = new TreeMap<>(given);
    new TreeMap<>(remembered)
        .forEach(
            (key, address) -> {
              if (offers(address) && !owners.containsKey(address)) {
                keep.putIfAbsent(key, address);
              }
            });
    return new Allocation(sorted.stream().map(this::filled).toList(), keep, statuses);
  }

  private void takeAsked(Service service) {
    var address = asked(service);
    var name = Fields.name("Service", service.getMetadata());
    if (!offers(address)) {
      statuses.add(
          warning(
              name,
              "ClusterIPOutOfRange",
              name + " asks for clusterIP " + address + ", which is not in " + range,
              "Remove spec.clusterIP, or choose an address of that range."));
    } else if (owners.containsKey(address)) {
      statuses.add(
          warning(
              name,
              "ClusterIPTaken",
              name
                  + " asks for clusterIP "
                  + address
                  + ", which Service "
                  + owners.get(address)
                  + " has",
              "Remove spec.clusterIP from one of them."));
    } else {
      give(key(service), address);
    }
  }

  private void takeRemembered(Service service) {
    var address = remembered.get(key(service));
    if (address != null
        && !given.containsKey(key(service))
        && offers(address)
        && !owners.containsKey(address)) {
      give(key(service), address);
    }
  }

  /// The first free address from the name's own place on. Those remembered for Services that are
  /// gone are passed over as long as others are free.
  private void takeFree(Service service) {
    var key = key(service);
    if (given.containsKey(key)) {
      return;
    }
    int start = Math.floorMod(Template.shortHash(key, 10).hashCode(), offered());
    var reserved = new HashSet<>(remembered.values());
    var fallback = "";
    for (int i = 0; i < offered(); i++) {
      var address = range.address(FIRST + (start + i) % offered());
      if (owners.containsKey(address)) {
        continue;
      }
      if (!reserved.contains(address)) {
        give(key, address);
        return;
      }
      fallback = fallback.isEmpty() ? address : fallback;
    }
    if (fallback.isEmpty()) {
      statuses.add(full(Fields.name("Service", service.getMetadata())));
    } else {
      give(key, fallback);
    }
  }

  private int offered() {
    return range.size() - FIRST - 1;
  }

  private boolean offers(String address) {
    int index = range.find(address).orElse(-1);
    return index >= FIRST && index < FIRST + offered();
  }

  private void give(String key, String address) {
    given.put(key, address);
    owners.put(address, key);
  }

  private Service filled(Service service) {
    var spec = Fields.or(service.getSpec(), new ServiceSpec());
    if (!NONE.equals(spec.getClusterIP()) && !wantsAddress(service)) {
      return service;
    }
    var address = NONE.equals(spec.getClusterIP()) ? NONE : Fields.text(given.get(key(service)));
    var built = new ServiceBuilder(service).editOrNewSpec();
    if (address.isEmpty()) {
      return built.withClusterIP(null).withClusterIPs(List.of()).endSpec().build();
    }
    return built.withClusterIP(address).withClusterIPs(address).endSpec().build();
  }

  private static boolean wantsAddress(Service service) {
    var spec = Fields.or(service.getSpec(), new ServiceSpec());
    return !"ExternalName".equals(spec.getType()) && !NONE.equals(spec.getClusterIP());
  }

  private static String asked(Service service) {
    return Fields.text(Fields.or(service.getSpec(), new ServiceSpec()).getClusterIP());
  }

  private static String key(Service service) {
    var name = Fields.name("Service", service.getMetadata());
    return name.namespace() + "/" + name.name();
  }

  private static ObjectStatus warning(ObjectName name, String reason, String message, String cure) {
    var finding =
        new Finding(
            Severity.WARNING,
            name,
            "spec.clusterIP",
            reason,
            message + "; it gets another address.",
            cure);
    return new ObjectStatus(name, List.of(), List.of(finding));
  }

  private ObjectStatus full(ObjectName name) {
    var finding =
        new Finding(
            Severity.ERROR,
            name,
            "",
            "NoFreeAddress",
            name + " gets no address: all " + offered() + " of " + range + " are taken.",
            "Remove Services, or make some headless with spec.clusterIP: None.");
    return new ObjectStatus(name, List.of(), List.of(finding));
  }
}
