package dev.tulle.core.gateway;

import dev.tulle.core.memo.Memo;
import dev.tulle.core.memo.SortedMaps;
import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/// Reads the routes of all kinds.
final class RouteReaders {

  private record Input(GatewayInput.Routes routes, References references) {}

  private RouteReaders() {}

  static SortedMap<ObjectName, ReadRoute> read(
      GatewayInput.Routes routes, References references, Memo memo) {
    return memo.get(
        "routes",
        new Input(routes, references),
        input ->
            // in the order of the names of their kinds
            SortedMaps.concat(
                List.of(
                    each("grpc-route", routes.grpc(), references, memo, ReadRoute::grpc),
                    each("http-route", routes.http(), references, memo, ReadRoute::http),
                    each("tcp-route", routes.tcp(), references, memo, ReadRoute::tcp),
                    each("tls-route", routes.tls(), references, memo, ReadRoute::tls),
                    each("udp-route", routes.udp(), references, memo, ReadRoute::udp))));
  }

  private static <T> SortedMap<ObjectName, ReadRoute> each(
      String step,
      SortedMap<ObjectName, T> routes,
      References references,
      Memo memo,
      Function<ReadRoute.Input<T>, ReadRoute> read) {
    return memo.each(
        step,
        SortedMaps.mapValues(routes, (name, route) -> new ReadRoute.Input<>(route, references)),
        read);
  }
}
