package dev.tulle.core.gateway;

import dev.tulle.core.certificate.Authorities;
import dev.tulle.core.certificate.TlsSecret;
import dev.tulle.core.memo.Memo;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Finds what Gateways, listeners and policies refer to; nothing else is read or judged.
final class GatewayReferents {

  private GatewayReferents() {}

  static Referents of(
      GatewayInput input,
      Collection<ReadGateway> gateways,
      Collection<ReadListenerSet> sets,
      Memo memo) {
    var secrets =
        memo.each(
            "gateway-secret", only(input.secrets(), secrets(gateways, sets)), TlsSecret::read);
    var authorities =
        memo.each(
            "authorities",
            only(input.configMaps(), authorities(gateways, input.policies())),
            Authorities::read);
    var labels = memo.get("namespace-labels", input.namespaces(), GatewayReferents::labels);
    var grants = memo.get("grants", input.grants(), Grants::of);
    var referents = new Referents(grants, secrets, authorities, labels);
    // what is equal to before is to be the same, so that comparing costs nothing
    return memo.get("referents", referents, same -> same);
  }

  private static Stream<ObjectName> secrets(
      Collection<ReadGateway> gateways, Collection<ReadListenerSet> sets) {
    var listeners =
        Stream.concat(
            gateways.stream().map(ReadGateway::listeners),
            sets.stream().map(ReadListenerSet::listeners));
    return Stream.concat(
            listeners.flatMap(List::stream).flatMap(each -> each.certificates().stream()),
            gateways.stream().flatMap(each -> each.clientCertificate().stream()))
        .filter(reference -> reference.isCore("Secret"))
        .map(ObjectReference::object);
  }

  private static Stream<ObjectName> authorities(
      Collection<ReadGateway> gateways, SortedMap<ObjectName, BackendTLSPolicy> policies) {
    var ofClients =
        gateways.stream()
            .flatMap(gateway -> gateway.clients().values().stream())
            .flatMap(clients -> clients.authorities().stream())
            .filter(reference -> reference.isCore("ConfigMap"))
            .map(ObjectReference::object);
    var ofPolicies =
        policies.entrySet().stream()
            .flatMap(
                policy ->
                    TlsPolicyReader.references(policy.getValue())
                        .map(name -> Kind.CONFIG_MAP.named(policy.getKey().namespace(), name)));
    return Stream.concat(ofClients, ofPolicies);
  }

  private static <T> SortedMap<ObjectName, T> only(
      SortedMap<ObjectName, T> all, Stream<ObjectName> names) {
    var some = new TreeMap<ObjectName, T>();
    names.forEach(
        name -> {
          var found = all.get(name);
          if (found != null) {
            some.put(name, found);
          }
        });
    return some;
  }

  private static Map<String, Map<String, String>> labels(
      SortedMap<ObjectName, Namespace> namespaces) {
    var labels = new HashMap<String, Map<String, String>>();
    namespaces.forEach(
        (name, namespace) -> {
          var metadata = namespace.getMetadata();
          labels.put(name.name(), metadata == null ? Map.of() : Given.texts(metadata.getLabels()));
        });
    return Map.copyOf(labels);
  }
}
