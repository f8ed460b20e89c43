package dev.tulle.core.dns;

import dev.tulle.core.dns.ResourceRecord.Alias;
import dev.tulle.core.dns.ResourceRecord.Host;
import dev.tulle.core.dns.ResourceRecord.Location;
import dev.tulle.core.dns.ResourceRecord.Value;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.SliceRecord.SlicePort;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The part of the name table that one Service makes. `nodes` are the names at and below it, each
/// relative to it: empty for its own, `web-0`, `_http._tcp`. A node without values exists all the
/// same: a question for it is NODATA. `pointers` are what its addresses are called in reverse.
record ServiceNames(Map<String, List<Value>> nodes, Set<ReverseIndex.Entry> pointers) {

  /// All that the part is made of.
  record Input(Service service, List<SliceRecord> slices) {}

  private static final String TOLERATE_UNREADY =
      "service.alpha.kubernetes.io/tolerate-unready-endpoints";

  static ServiceNames of(Input input, Zone zone) {
    var building = new Building(input, zone);
    building.build();
    var nodes = HashMap.<String, List<Value>>newHashMap(building.nodes.size());
    building.nodes.forEach((name, values) -> nodes.put(name, List.copyOf(values)));
    return new ServiceNames(nodes, building.pointers);
  }

  Optional<List<Value>> node(String relative) {
    return Optional.ofNullable(nodes.get(relative));
  }

  /// One address of an endpoint that counts, and the label it has below the Service.
  private record Endpoint(String label, InetAddress address, List<SlicePort> ports) {}

  private static final class Building {
    private final Input input;
    private final ServiceSpec spec;
    private final String fullName;
    private final Map<String, Collection<Value>> nodes = new LinkedHashMap<>();
    private final Set<ReverseIndex.Entry> pointers = new LinkedHashSet<>();

    Building(Input input, Zone zone) {
      this.input = input;
      this.spec = Objects.requireNonNullElseGet(input.service().getSpec(), ServiceSpec::new);
      var metadata = input.service().getMetadata();
      this.fullName = metadata.getName() + "." + metadata.getNamespace() + ".svc." + zone.origin();
    }

    void build() {
      if ("ExternalName".equals(spec.getType())) {
        external(Objects.requireNonNullElse(spec.getExternalName(), ""));
        return;
      }
      var endpoints = endpoints();
      endpoints.forEach(this::endpoint);
      var addresses = clusterAddresses();
      if (addresses.contains("None")) {
        headless(endpoints);
      } else {
        withAddress(addresses.stream().flatMap(a -> Addresses.read(a).stream()).toList());
      }
    }

    /// A name; an IP address in its place makes no record, in Kubernetes neither.
    private void external(String target) {
      if (!target.isEmpty() && Addresses.read(target).isEmpty()) {
        node("").add(new Alias(target.endsWith(".") ? target : target + "."));
      }
    }

    private void withAddress(List<InetAddress> addresses) {
      node("").addAll(addresses.stream().map(Host::new).toList());
      for (var address : addresses) {
        pointers.add(new ReverseIndex.Entry(address, true, fullName));
      }
      var ports = Objects.requireNonNullElse(spec.getPorts(), List.<ServicePort>of());
      for (var port : ports) {
        var location = new Location(0, 100, port.getPort(), fullName);
        node("").add(location);
        named(port.getName(), port.getProtocol(), location);
      }
    }

    private void headless(List<Endpoint> endpoints) {
      int weight = Math.max(1, 100 / Math.max(1, endpoints.size()));
      for (var endpoint : endpoints) {
        node("").add(new Host(endpoint.address()));
        var target = endpoint.label() + "." + fullName;
        for (var port : endpoint.ports()) {
          var location = new Location(0, weight, port.number(), target);
          node("").add(location);
          named(port.name(), port.protocol(), location);
        }
        if (endpoint.ports().isEmpty()) {
          node("").add(new Location(0, weight, 0, target));
        }
      }
    }

    /// Endpoints of a Service with an address have names too, as in CoreDNS.
    private void endpoint(Endpoint endpoint) {
      // a name of its own has few addresses, so that a list does, of which there are very many
      var node = nodes.computeIfAbsent(endpoint.label(), name -> new ArrayList<>(1));
      var host = new Host(endpoint.address());
      if (!node.contains(host)) {
        node.add(host);
      }
      var target = endpoint.label() + "." + fullName;
      pointers.add(new ReverseIndex.Entry(endpoint.address(), false, target));
    }

    private void named(
        @org.jspecify.annotations.Nullable String port,
        @org.jspecify.annotations.Nullable String protocol,
        Location location) {
      if (port == null || port.isEmpty()) {
        return;
      }
      var below = "_" + Objects.requireNonNullElse(protocol, "TCP").toLowerCase(Locale.ROOT);
      node(below);
      node("_" + port.toLowerCase(Locale.ROOT) + "." + below).add(location);
    }

    private List<String> clusterAddresses() {
      var several = spec.getClusterIPs();
      if (several != null && !several.isEmpty()) {
        return several;
      }
      return spec.getClusterIP() == null ? List.of() : List.of(spec.getClusterIP());
    }

    private List<Endpoint> endpoints() {
      boolean all = publishesNotReady();
      var found = new ArrayList<Endpoint>();
      for (var slice : input.slices()) {
        for (var endpoint : slice.endpoints()) {
          if (all || endpoint.ready()) {
            addresses(endpoint, slice.ports(), found);
          }
        }
      }
      return found;
    }

    private static void addresses(
        SliceEndpoint endpoint, List<SlicePort> ports, List<Endpoint> found) {
      for (var text : endpoint.addresses()) {
        var label =
            endpoint.hostname().isEmpty()
                ? Addresses.dashed(text)
                : endpoint.hostname().toLowerCase(Locale.ROOT);
        Addresses.read(text).ifPresent(address -> found.add(new Endpoint(label, address, ports)));
      }
    }

    private boolean publishesNotReady() {
      var annotations = input.service().getMetadata().getAnnotations();
      return Boolean.TRUE.equals(spec.getPublishNotReadyAddresses())
          || (annotations != null && "true".equals(annotations.get(TOLERATE_UNREADY)));
    }

    private Collection<Value> node(String relative) {
      return nodes.computeIfAbsent(relative, name -> new LinkedHashSet<>());
    }
  }
}
