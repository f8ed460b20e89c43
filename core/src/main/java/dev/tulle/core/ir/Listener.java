package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;

/// A port on which a gateway answers, on one address or several.
public record Listener(List<String> addresses, int port, Traffic traffic) {

  public Listener {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a listener needs an address");
    }
  }

  /// What a listener takes connections for.
  public sealed interface Traffic {

    /// HTTP without TLS.
    record Http(RouteTable.Id routes) implements Traffic {}

    /// HTTP inside TLS, told apart by server name; a name that is not there is refused.
    record Https(List<TlsHost> hosts) implements Traffic {
      public Https {
        hosts = List.copyOf(hosts);
      }
    }
  }

  /// What is done with the TLS connections for one server name.
  public sealed interface TlsHost {

    HostMatch host();

    record Terminate(HostMatch host, ObjectName certificate, RouteTable.Id routes)
        implements TlsHost {}

    /// The certificate that should be shown cannot be: the connection is closed, whatever other
    /// certificate would match the name.
    record Refuse(HostMatch host) implements TlsHost {}
  }
}
