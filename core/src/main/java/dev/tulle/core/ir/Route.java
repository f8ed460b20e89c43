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
    var asked = filters.stream().flatMap(Route::asked);
    if (!(action instanceof RouteAction.Forward forward) || !forward.reachesAnything()) {
      return upstreams(asked);
    }
    var shares = forward.shares().stream().filter(share -> share.weight() > 0).map(Share::backend);
    var mirrors = filters.stream().flatMap(Route::mirror);
    return upstreams(Stream.of(asked, shares, mirrors).flatMap(each -> each));
  }

  private static Stream<Upstream> upstreams(Stream<? extends Backend> backends) {
    return backends
        .filter(Backend.To.class::isInstance)
        .map(backend -> ((Backend.To) backend).upstream());
  }

  /// Whoever is asked first, whatever becomes of the request then.
  private static Stream<Backend> asked(RouteFilter filter) {
    return filter instanceof RouteFilter.ExternalAuth(var server, _, _)
        ? Stream.of(server)
        : Stream.empty();
  }

  private static Stream<Backend> mirror(RouteFilter filter) {
    return filter instanceof RouteFilter.Mirror(var backend, _)
        ? Stream.of(backend)
        : Stream.empty();
  }
}
