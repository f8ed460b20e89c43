package dev.tulle.core.ir;

import java.util.Comparator;
import java.util.List;

/// The routes of one host in the order in which they are tried; a request that none of them matches
/// is answered with 404.
public record VirtualHost(HostMatch host, List<Route> routes) {

  public static final Comparator<VirtualHost> ORDER = Comparator.comparing(VirtualHost::host);

  public VirtualHost {
    routes = List.copyOf(routes);
  }
}
