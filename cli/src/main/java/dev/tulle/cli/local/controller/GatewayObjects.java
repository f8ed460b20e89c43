package dev.tulle.cli.local.controller;

import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.gateway.ListenerSets;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.SliceRecord;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClassBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a cluster would have for the Gateways of a folder besides what stands in it: the class
/// `tulle`, and for each Gateway of ours the Service by which it is reached. What the folder has
/// itself is left as it is.
public final class GatewayObjects {

  /// The class that is there without being written down, as an installation brings it.
  public static final String CLASS = GatewayApi.TULLE;

  private GatewayObjects() {}

  /// The Gateways of ours among the objects, in the order of their names.
  public static SortedMap<ObjectName, Gateway> gateways(Map<ObjectName, HasMetadata> folder) {
    var classes = classes(folder.values());
    var ours = new TreeMap<ObjectName, Gateway>();
    folder.forEach(
        (name, object) -> {
          if (object instanceof Gateway gateway && classes.contains(className(gateway))) {
            ours.put(name, gateway);
          }
        });
    return ours;
  }

  /// What is to be added to the folder's objects, which have these Gateways of ours.
  public static Map<ObjectName, HasMetadata> missing(
      Map<ObjectName, HasMetadata> folder, SortedMap<ObjectName, Gateway> gateways) {
    var added = new TreeMap<ObjectName, HasMetadata>();
    if (gateways.isEmpty()) {
      return added;
    }
    var gatewayClass = Kind.GATEWAY_CLASS.named("", CLASS);
    if (!folder.containsKey(gatewayClass)) {
      added.put(gatewayClass, tulle());
    }
    var sets = sets(folder.values());
    gateways.forEach(
        (name, gateway) -> {
          var service = service(name);
          if (!folder.containsKey(service)) {
            added.put(service, service(name, gateway, sets.getOrDefault(name, List.of())));
          }
        });
    return added;
  }

  /// The ListenerSets of each Gateway.
  private static Map<ObjectName, List<ListenerSet>> sets(Collection<HasMetadata> folder) {
    var sets = new HashMap<ObjectName, List<ListenerSet>>();
    for (var object : folder) {
      if (object instanceof ListenerSet set) {
        ListenerSets.gateway(set)
            .ifPresent(name -> sets.computeIfAbsent(name, key -> new ArrayList<>()).add(set));
      }
    }
    return sets;
  }

  /// The name of a Gateway's Service, and of all else that is made for it.
  public static ObjectName service(ObjectName gateway) {
    return Kind.SERVICE.named(gateway.namespace(), GatewayApi.madeFor(gateway));
  }

  public static ObjectName nameOf(Service service) {
    return Fields.name(Kind.SERVICE.name(), service.getMetadata());
  }

  /// A Gateway's Service whose address is given: clients reach it there.
  public static Service assigned(Service service) {
    var labels = Fields.map(service.getMetadata().getLabels());
    var address = Fields.text(service.getSpec().getClusterIP());
    if (!labels.containsKey(GatewayApi.GATEWAY_LABEL) || address.isEmpty()) {
      return service;
    }
    return new ServiceBuilder(service)
        .editOrNewStatus()
        .withNewLoadBalancer()
        .addNewIngress()
        .withIp(address)
        .endIngress()
        .endLoadBalancer()
        .endStatus()
        .build();
  }

  /// The endpoints of the Services of Gateways, among all objects: one Envoy each, at an address.
  public static List<SliceRecord> endpoints(
      Map<ObjectName, HasMetadata> objects, Map<ObjectName, String> addresses) {
    var slices = new ArrayList<SliceRecord>();
    addresses.forEach(
        (gateway, address) -> {
          if (objects.get(service(gateway)) instanceof Service service) {
            endpoint(service, address).ifPresent(slices::add);
          }
        });
    return slices;
  }

  private static Optional<SliceRecord> endpoint(Service service, String address) {
    var name = nameOf(service);
    var ports =
        Fields.list(service.getSpec().getPorts()).stream()
            .map(it -> new SliceRecord.SlicePort(it.getName(), it.getPort(), it.getProtocol(), ""))
            .toList();
    if (ports.isEmpty()) {
      return Optional.empty();
    }
    var endpoint =
        new SliceRecord.SliceEndpoint(
            List.of(address), true, true, false, "", "", "", Set.of(), Set.of(), "");
    var slice = Kind.ENDPOINT_SLICE.named(name.namespace(), name.name());
    return Optional.of(new SliceRecord(slice, name.name(), "IPv4", ports, List.of(endpoint)));
  }

  private static Set<String> classes(Collection<HasMetadata> folder) {
    var named = new TreeSet<String>();
    boolean written = false;
    for (var object : folder) {
      if (object instanceof GatewayClass gatewayClass) {
        var name = gatewayClass.getMetadata().getName();
        written |= name.equals(CLASS);
        var spec = gatewayClass.getSpec();
        if (spec != null && GatewayApi.CONTROLLER.equals(spec.getControllerName())) {
          named.add(name);
        }
      }
    }
    if (!written) {
      named.add(CLASS);
    }
    return named;
  }

  private static String className(Gateway gateway) {
    return gateway.getSpec() == null ? "" : Fields.text(gateway.getSpec().getGatewayClassName());
  }

  private static GatewayClass tulle() {
    return new GatewayClassBuilder()
        .withNewMetadata()
        .withName(CLASS)
        .endMetadata()
        .withNewSpec()
        .withControllerName(GatewayApi.CONTROLLER)
        .endSpec()
        .build();
  }

  private static Service service(ObjectName name, Gateway gateway, List<ListenerSet> sets) {
    var labels =
        Map.of(
            GatewayApi.GATEWAY_LABEL,
            name.name(),
            GatewayApi.CLASS_LABEL,
            className(gateway),
            GatewayApi.MANAGED_BY,
            GatewayApi.TULLE);
    var service = service(name);
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace(service.namespace())
        .withName(service.name())
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withType("LoadBalancer")
        .withPorts(ports(gateway, sets))
        .endSpec()
        .build();
  }

  /// Those of all listeners, whether or not they turn out to be as they should.
  private static List<ServicePort> ports(Gateway gateway, List<ListenerSet> sets) {
    var own =
        Fields.list(gateway.getSpec().getListeners()).stream()
            .map(it -> port(Fields.or(it.getPort(), 0), Fields.text(it.getProtocol())));
    var attached =
        sets.stream()
            .flatMap(set -> Fields.list(set.getSpec().getListeners()).stream())
            .map(it -> port(Fields.or(it.getPort(), 0), Fields.text(it.getProtocol())));
    var byName = new TreeMap<String, ServicePort>();
    Stream.concat(own, attached)
        .filter(port -> port.getPort() > 0)
        .forEach(port -> byName.putIfAbsent(port.getName(), port));
    return List.copyOf(byName.values());
  }

  private static ServicePort port(int number, String protocol) {
    boolean udp = protocol.equals("UDP");
    return new ServicePortBuilder()
        .withName((udp ? "udp-" : "tcp-") + number)
        .withPort(number)
        .withProtocol(udp ? "UDP" : "TCP")
        .build();
  }
}
