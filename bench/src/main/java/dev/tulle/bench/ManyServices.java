package dev.tulle.bench;

import dev.tulle.core.compile.Settings;
import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.ingress.IngressGateway;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.SliceRecord.SlicePort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A world of Services with ten endpoints each, and an Ingress with a host of its own for each.
final class ManyServices {

  static final ObjectName GATEWAY = new ObjectName("IngressClass", "", "tulle");
  static final Settings SETTINGS =
      new Settings(
          "cluster.local",
          "cluster.local",
          new IngressGateway(GATEWAY, List.of("127.0.0.1"), 8080, 8443),
          GatewaySettings.standard());

  private static final int ENDPOINTS = 10;
  private static final int PER_NAMESPACE = 50;

  private ManyServices() {}

  static List<Change> objects(int services) {
    var changes = new ArrayList<Change>();
    for (int i = 0; i < services; i++) {
      changes.add(Change.put(Kind.SERVICE.named(namespace(i), name(i)), service(i)));
      changes.add(Change.put(Kind.INGRESS.named(namespace(i), name(i)), ingress(i)));
      changes.add(slice(i, 0));
    }
    return changes;
  }

  /// The slice of a Service; another `round` gives its first endpoint another address.
  static Change slice(int service, int round) {
    var endpoints = new ArrayList<SliceEndpoint>();
    for (int i = 0; i < ENDPOINTS; i++) {
      int third = i == 0 ? 200 + round % 50 : i;
      var address = "10." + service / 250 + "." + service % 250 + "." + third;
      endpoints.add(
          new SliceEndpoint(
              List.of(address),
              true,
              true,
              false,
              "",
              "node-" + i,
              "zone-" + i % 3,
              Set.of(),
              Set.of(),
              ""));
    }
    var name = Kind.ENDPOINT_SLICE.named(namespace(service), name(service) + "-x7k2p");
    var ports = List.of(new SlicePort("http", 8080, "TCP", ""));
    return Change.put(name, new SliceRecord(name, name(service), "IPv4", ports, endpoints));
  }

  /// A pod that a Service selects; another `round` makes it ready, or not.
  static Change pod(int service, int round) {
    var name = Kind.POD.named(namespace(service), name(service) + "-0");
    return Change.put(
        name,
        new PodRecord(
            name,
            Map.of("app", name(service)),
            Map.of(),
            "default",
            "node-" + service % 3,
            List.of("10." + service / 250 + "." + service % 250 + ".1"),
            List.of(),
            round % 2 == 0,
            false,
            true));
  }

  private static String namespace(int i) {
    return "team-" + i / PER_NAMESPACE;
  }

  private static String name(int i) {
    return "service-" + i;
  }

  private static Service service(int i) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(name(i))
        .withNamespace(namespace(i))
        .endMetadata()
        .withNewSpec()
        .withClusterIP("10.96." + i / 250 + "." + (i % 250 + 1))
        .addToSelector("app", name(i))
        .addNewPort()
        .withName("http")
        .withPort(80)
        .withTargetPort(new IntOrString(8080))
        .endPort()
        .endSpec()
        .build();
  }

  private static Ingress ingress(int i) {
    return new IngressBuilder()
        .withNewMetadata()
        .withName(name(i))
        .withNamespace(namespace(i))
        .endMetadata()
        .withNewSpec()
        .addNewRule()
        .withHost(name(i) + ".example.com")
        .withNewHttp()
        .addNewPath()
        .withPath("/")
        .withPathType("Prefix")
        .withNewBackend()
        .withNewService()
        .withName(name(i))
        .withNewPort()
        .withNumber(80)
        .endPort()
        .endService()
        .endBackend()
        .endPath()
        .endHttp()
        .endRule()
        .endSpec()
        .build();
  }
}
