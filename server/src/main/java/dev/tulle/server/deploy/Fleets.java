package dev.tulle.server.deploy;

import dev.tulle.core.crd.ProxyParameters;
import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.ir.Gateway;
import dev.tulle.core.ir.Infrastructure;
import dev.tulle.core.ir.Listener;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.StatusDetail;
import dev.tulle.core.world.Kind;
import dev.tulle.server.loop.Published;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which fleets there are to be: one for each Gateway that can be, and one for all Ingresses where
/// there are any. Gateways whose wishes are not valid keep what they have: `undecided` has the
/// names of what is made for them. Pure.
public record Fleets(List<Fleet> wanted, Set<ObjectName> undecided) {

  /// What is made for all Ingresses is called so, in the namespace of the control plane.
  public static final String INGRESS = "tulle-ingress";

  private static final String INGRESS_LABEL = "tulle.dev/ingress";

  public Fleets {
    wanted = List.copyOf(wanted);
    undecided = Set.copyOf(undecided);
  }

  /// `owner` is whose end is the end of what is made for Ingresses.
  static Fleets of(Published published, String namespace, Optional<OwnerReference> owner) {
    var fleets = new ArrayList<Fleet>();
    var undecided = new HashSet<ObjectName>();
    for (var gateway : published.compilation().mesh().gateways().values()) {
      var name = gateway.name();
      if (name.kind().equals(Kind.GATEWAY.name())) {
        var infrastructure = gateway.infrastructure();
        var ports = ports(gateway);
        if (infrastructure.isPresent() && !ports.isEmpty()) {
          fleets.add(ofGateway(name, infrastructure.get(), ports, owner(published, name)));
        } else {
          undecided.add(Kind.SERVICE.named(name.namespace(), GatewayApi.madeFor(name)));
        }
      } else if (hasIngress(published)) {
        fleets.add(ofIngress(name, namespace, ports(gateway), owner));
      }
    }
    return new Fleets(fleets, undecided);
  }

  private static boolean hasIngress(Published published) {
    return published.compilation().statuses().values().stream()
        .anyMatch(status -> status.detail() instanceof StatusDetail.LoadBalancer);
  }

  private static Fleet ofGateway(
      ObjectName name,
      Infrastructure infrastructure,
      List<Fleet.Port> ports,
      Optional<OwnerReference> owner) {
    return new Fleet(
        name,
        name.namespace(),
        GatewayApi.madeFor(name),
        Map.of(GatewayApi.GATEWAY_LABEL, GatewayApi.labelOf(name)),
        with(infrastructure.labels(), GatewayApi.CLASS_LABEL, infrastructure.gatewayClass()),
        infrastructure.annotations(),
        owner,
        ports,
        infrastructure.addresses(),
        infrastructure.parameters());
  }

  private static Map<String, String> with(Map<String, String> labels, String key, String value) {
    var all = new HashMap<>(labels);
    all.put(key, value);
    return all;
  }

  private static Fleet ofIngress(
      ObjectName name, String namespace, List<Fleet.Port> ports, Optional<OwnerReference> owner) {
    return new Fleet(
        name,
        namespace,
        INGRESS,
        Map.of(INGRESS_LABEL, name.name()),
        Map.of(),
        Map.of(),
        owner,
        ports,
        List.of(),
        ProxyParameters.NONE);
  }

  private static List<Fleet.Port> ports(Gateway gateway) {
    return gateway.listeners().stream()
        .map(
            listener ->
                new Fleet.Port(
                    listener.port(),
                    listener.traffic() instanceof Listener.Traffic.Udp ? "UDP" : "TCP"))
        .distinct()
        .sorted()
        .toList();
  }

  private static Optional<OwnerReference> owner(Published published, ObjectName gateway) {
    return published
        .world()
        .get(gateway)
        .filter(HasMetadata.class::isInstance)
        .map(HasMetadata.class::cast)
        .filter(object -> object.getMetadata().getUid() != null)
        .map(Fleets::owner);
  }

  static OwnerReference owner(HasMetadata object) {
    return new OwnerReferenceBuilder()
        .withApiVersion(object.getApiVersion())
        .withKind(object.getKind())
        .withName(object.getMetadata().getName())
        .withUid(object.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .build();
  }
}
