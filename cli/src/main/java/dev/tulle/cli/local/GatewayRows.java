package dev.tulle.cli.local;

import dev.tulle.cli.local.controller.GatewayObjects;
import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.stream.ProxyState;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The Gateways of a folder as the status shows them: a pure function of what is known of them.
final class GatewayRows {

  private GatewayRows() {}

  static List<StatusSnapshot.Gateway> of(Reconciler.Turn turn, List<ProxyState> proxies) {
    Map<ObjectName, Service> services =
        turn.services().services().stream()
            .collect(Collectors.toMap(GatewayObjects::nameOf, Function.identity()));
    return turn.gateways().entrySet().stream()
        .map(
            entry -> {
              var address = address(services.get(GatewayObjects.service(entry.getKey())));
              return row(entry.getKey(), entry.getValue(), address, proxies);
            })
        .toList();
  }

  private static StatusSnapshot.Gateway row(
      ObjectName name, Gateway gateway, String address, List<ProxyState> proxies) {
    var listeners =
        Objects.requireNonNullElse(gateway.getSpec().getListeners(), List.<Listener>of());
    var scope = new Scope.Gateway(name);
    return new StatusSnapshot.Gateway(
        name.namespace() + "/" + name.name(),
        address.isEmpty()
            ? List.of()
            : listeners.stream().map(it -> url(it, address)).distinct().toList(),
        listeners.stream()
            .map(Listener::getHostname)
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .toList(),
        proxies.stream().anyMatch(it -> it.proxy().scope().equals(scope) && it.settled() > 0));
  }

  /// As in `http://10.128.9.7`, without the port where a client would choose it itself.
  private static String url(Listener listener, String address) {
    var scheme = Objects.requireNonNullElse(listener.getProtocol(), "").toLowerCase(Locale.ROOT);
    int port = Objects.requireNonNullElse(listener.getPort(), 0);
    boolean usual =
        (scheme.equals("http") && port == 80) || (scheme.equals("https") && port == 443);
    return scheme + "://" + address + (usual ? "" : ":" + port);
  }

  private static String address(@Nullable Service service) {
    return service == null || service.getSpec().getClusterIP() == null
        ? ""
        : service.getSpec().getClusterIP();
  }
}
