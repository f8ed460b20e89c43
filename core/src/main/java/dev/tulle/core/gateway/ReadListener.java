package dev.tulle.core.gateway;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ListenerStatus.RouteKind;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.AllowedRoutes;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerEntry;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerTLSConfig;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteNamespaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A listener of a Gateway or a ListenerSet as it stands, with the defaults of the API. `field` is
/// its place in the object. `host` is empty where it is no host name. `kinds` are the kinds of
/// routes that it asks for; where it asks for none, those of its protocol count.
record ReadListener(
    ListenerId id,
    String field,
    int port,
    String protocol,
    Optional<HostMatch> host,
    boolean passthrough,
    List<ObjectReference> certificates,
    List<String> options,
    List<RouteKind> kinds,
    NamespaceRule namespaces) {

  ReadListener {
    certificates = List.copyOf(certificates);
    options = List.copyOf(options);
    kinds = List.copyOf(kinds);
  }

  static ReadListener of(ListenerId id, String field, Listener listener) {
    return of(
        id,
        field,
        listener.getPort(),
        listener.getProtocol(),
        listener.getHostname(),
        listener.getTls(),
        listener.getAllowedRoutes());
  }

  static ReadListener of(ListenerId id, String field, ListenerEntry listener) {
    return of(
        id,
        field,
        listener.getPort(),
        listener.getProtocol(),
        listener.getHostname(),
        listener.getTls(),
        listener.getAllowedRoutes());
  }

  private static ReadListener of(
      ListenerId id,
      String field,
      @Nullable Integer port,
      @Nullable String protocol,
      @Nullable String hostname,
      @Nullable ListenerTLSConfig tls,
      @Nullable AllowedRoutes routes) {
    var known = ListenerProtocol.read(Given.text(protocol));
    var host = known.filter(each -> !each.hasHosts()).isPresent() ? "" : Given.text(hostname);
    var allowed = Objects.requireNonNullElseGet(routes, AllowedRoutes::new);
    var namespaces = Objects.requireNonNullElseGet(allowed.getNamespaces(), RouteNamespaces::new);
    return new ReadListener(
        id,
        field,
        Objects.requireNonNullElse(port, 0),
        Given.text(protocol),
        Hostnames.read(host),
        tls != null && "Passthrough".equals(tls.getMode()),
        certificates(id, field, tls),
        tls == null ? List.of() : Given.texts(tls.getOptions()).keySet().stream().sorted().toList(),
        Given.list(allowed.getKinds()).stream()
            .map(
                kind ->
                    new RouteKind(
                        kind.getGroup() == null ? GatewayApi.GROUP : kind.getGroup(),
                        Given.text(kind.getKind())))
            .toList(),
        NamespaceRule.of(
            Objects.requireNonNullElse(namespaces.getFrom(), "Same"),
            namespaces.getSelector(),
            id.owner().namespace()));
  }

  /// Options are each implementation's own, and there are none here.
  Optional<Finding> unheeded() {
    return options.stream()
        .findFirst()
        .map(
            option ->
                Findings.warning(
                    id.owner(),
                    field + ".tls.options",
                    "UnsupportedValue",
                    "has the TLS option " + Given.brief(option) + ", which means nothing here",
                    "remove it, and see that TLS without it is enough"));
  }

  private static List<ObjectReference> certificates(
      ListenerId id, String field, @Nullable ListenerTLSConfig tls) {
    if (tls == null) {
      return List.of();
    }
    var given = Given.list(tls.getCertificateRefs());
    return IntStream.range(0, given.size())
        .mapToObj(
            i ->
                ObjectReference.of(
                    field + ".tls.certificateRefs[" + i + "]",
                    id.owner().namespace(),
                    given.get(i)))
        .toList();
  }

  /// In the order of the object, those without a name left out, which no API server lets pass.
  static <T> List<ReadListener> all(
      @Nullable List<T> given, BiFunction<String, T, Optional<ReadListener>> read) {
    var all = new ArrayList<ReadListener>();
    for (int i = 0; given != null && i < given.size(); i++) {
      if (given.get(i) != null) {
        read.apply("spec.listeners[" + i + "]", given.get(i)).ifPresent(all::add);
      }
    }
    return all;
  }
}
