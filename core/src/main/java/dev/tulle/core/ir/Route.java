package dev.tulle.core.ir;

import dev.tulle.core.ir.RouteAction.Share;
import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.stream.Stream;

/// One match and what becomes of it, with the object that asks for it.
public record Route(
    RouteMatch match, List<RouteFilter> filters, RouteAction action, ObjectName origin) {

  public Route {
    filters = List.copyOf(filters);
  }

  /// All that it sends to. What nothing is sent to, since its weight is zero, is not there.
  public Stream<Upstream> upstreams() {
    if (!(action instanceof RouteAction.Forward forward) || !forward.reachesAnything()) {
      return Stream.empty();
    }
    return Stream.concat(
            forward.shares().stream().filter(share -> share.weight() > 0).map(Share::backend),
            filters.stream().flatMap(Route::mirror))
        .filter(Backend.To.class::isInstance)
        .map(backend -> ((Backend.To) backend).upstream());
  }

  private static Stream<Backend> mirror(RouteFilter filter) {
    return filter instanceof RouteFilter.Mirror(var backend, _)
        ? Stream.of(backend)
        : Stream.empty();
  }
}
