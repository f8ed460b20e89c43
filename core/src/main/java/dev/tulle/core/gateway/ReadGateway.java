package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.FrontendTLSConfig;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayInfrastructure;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewaySpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerNamespaces;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.LocalParametersReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TLSConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A Gateway as it stands, with the defaults of the API. `clients` says by port how certificates of
/// clients are judged, and under 0 for all other ports.
record ReadGateway(
    ObjectName name,
    String className,
    List<ReadListener> listeners,
    NamespaceRule listenerSets,
    SortedMap<Integer, ClientValidation> clients,
    Optional<ObjectReference> clientCertificate,
    List<Address> addresses,
    Map<String, String> labels,
    Map<String, String> annotations,
    Optional<ObjectReference> parameters,
    boolean isDefault) {

  /// An address that is asked for; `value` is empty where any will do.
  record Address(String field, String type, String value) {}

  /// How the certificates of clients are judged. Present without authorities where it says only
  /// that they are not judged.
  record ClientValidation(List<ObjectReference> authorities, boolean insecureFallback) {
    ClientValidation {
      authorities = List.copyOf(authorities);
    }
  }

  ReadGateway {
    listeners = List.copyOf(listeners);
    addresses = List.copyOf(addresses);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  static ReadGateway of(Gateway gateway) {
    var metadata = Objects.requireNonNullElseGet(gateway.getMetadata(), ObjectMeta::new);
    var name =
        Kind.GATEWAY.named(Given.text(metadata.getNamespace()), Given.text(metadata.getName()));
    var spec = Objects.requireNonNullElseGet(gateway.getSpec(), GatewaySpec::new);
    var infrastructure =
        Objects.requireNonNullElseGet(spec.getInfrastructure(), GatewayInfrastructure::new);
    return new ReadGateway(
        name,
        Given.text(spec.getGatewayClassName()),
        ReadListener.all(
            spec.getListeners(),
            (field, each) ->
                Optional.of(Given.text(each.getName()))
                    .filter(given -> !given.isEmpty())
                    .map(given -> ReadListener.of(new ListenerId(name, given), field, each))),
        listenerSets(spec, name),
        clients(spec, name),
        clientCertificate(spec, name),
        addresses(spec),
        Given.texts(infrastructure.getLabels()),
        Given.texts(infrastructure.getAnnotations()),
        Optional.ofNullable(infrastructure.getParametersRef()).map(ref -> parameters(name, ref)),
        DefaultGateways.isAsked(Given.text(spec.getDefaultScope())));
  }

  private static ObjectReference parameters(ObjectName gateway, LocalParametersReference ref) {
    return new ObjectReference(
        "spec.infrastructure.parametersRef",
        Given.text(ref.getGroup()),
        Given.text(ref.getKind()),
        gateway.namespace(),
        Given.text(ref.getName()));
  }

  private static NamespaceRule listenerSets(GatewaySpec spec, ObjectName gateway) {
    var namespaces =
        Optional.ofNullable(spec.getAllowedListeners())
            .map(allowed -> allowed.getNamespaces())
            .orElseGet(ListenerNamespaces::new);
    return NamespaceRule.of(
        Objects.requireNonNullElse(namespaces.getFrom(), "None"),
        namespaces.getSelector(),
        gateway.namespace());
  }

  private static SortedMap<Integer, ClientValidation> clients(
      GatewaySpec spec, ObjectName gateway) {
    var clients = new TreeMap<Integer, ClientValidation>();
    var frontend =
        Optional.ofNullable(spec.getTls())
            .map(tls -> tls.getFrontend())
            .orElseGet(FrontendTLSConfig::new);
    var field = "spec.tls.frontend";
    validation(field + ".default", gateway, frontend.getDefault())
        .ifPresent(each -> clients.put(0, each));
    var ports = frontend.getPerPort();
    for (int i = 0; ports != null && i < ports.size(); i++) {
      var each = ports.get(i);
      if (each != null && each.getPort() != null && each.getPort() > 0) {
        var onPort = validation(field + ".perPort[" + i + "].tls", gateway, each.getTls());
        clients.put(each.getPort(), onPort.orElseGet(() -> new ClientValidation(List.of(), true)));
      }
    }
    return clients;
  }

  private static Optional<ClientValidation> validation(
      String field, ObjectName gateway, @Nullable TLSConfig tls) {
    return Optional.ofNullable(tls)
        .map(TLSConfig::getValidation)
        .map(
            given -> {
              var refs = Given.list(given.getCaCertificateRefs());
              var at = field + ".validation.caCertificateRefs[";
              return new ClientValidation(
                  IntStream.range(0, refs.size())
                      .mapToObj(
                          i -> ObjectReference.of(at + i + "]", gateway.namespace(), refs.get(i)))
                      .toList(),
                  "AllowInsecureFallback".equals(given.getMode()));
            });
  }

  private static Optional<ObjectReference> clientCertificate(GatewaySpec spec, ObjectName gateway) {
    return Optional.ofNullable(spec.getTls())
        .map(tls -> tls.getBackend())
        .map(backend -> backend.getClientCertificateRef())
        .map(
            ref ->
                ObjectReference.of(
                    "spec.tls.backend.clientCertificateRef", gateway.namespace(), ref));
  }

  private static List<Address> addresses(GatewaySpec spec) {
    var all = new ArrayList<Address>();
    var given = spec.getAddresses();
    for (int i = 0; given != null && i < given.size(); i++) {
      var each = given.get(i);
      if (each != null) {
        all.add(
            new Address(
                "spec.addresses[" + i + "]",
                Objects.requireNonNullElse(each.getType(), "IPAddress"),
                Given.text(each.getValue())));
      }
    }
    return all;
  }
}
