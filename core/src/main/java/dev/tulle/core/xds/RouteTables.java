package dev.tulle.core.xds;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Route;
import dev.tulle.core.ir.RouteTable;
import dev.tulle.core.ir.VirtualHost;
import dev.tulle.core.memo.Memo;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Renders a route table; hosts that did not change are taken over as they are.
final class RouteTables {

  private static final VirtualHost NOTHING = new VirtualHost(new HostMatch.Any(), List.of());

  private RouteTables() {}

  static Resource render(RouteTable table, Memo memo) {
    var name = Names.routeTable(table.id());
    var inputs = new TreeMap<HostMatch, VirtualHosts.Input>();
    var others = others(table);
    for (var host : table.hosts()) {
      var beside = host.host() instanceof HostMatch.Wildcard ? others : NOTHING;
      inputs.put(host.host(), new VirtualHosts.Input(host, beside));
    }
    var message =
        RouteConfiguration.newBuilder()
            .setName(name)
            .setIgnorePortInHostMatching(true)
            .addAllVirtualHosts(
                memo.each("host of " + name, inputs, VirtualHosts::render).values());
    var origins =
        table.hosts().stream()
            .flatMap(host -> host.routes().stream())
            .map(Route::origin)
            .collect(Collectors.toSet());
    return Resource.of(ResourceType.ROUTE, name, message.build(), origins);
  }

  private static VirtualHost others(RouteTable table) {
    return table.hosts().stream()
        .filter(host -> host.host() instanceof HostMatch.Any)
        .findFirst()
        .orElse(NOTHING);
  }
}
