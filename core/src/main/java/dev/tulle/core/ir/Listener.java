package dev.tulle.core.ir;

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

    /// TLS, told apart by server name; a name that is not there is refused.
    record Tls(List<TlsHost> hosts) implements Traffic {
      public Tls {
        hosts = List.copyOf(hosts);
      }
    }

    /// Connections as they are. Without a portion they are closed.
    record Tcp(List<Portion> portions) implements Traffic {
      public Tcp {
        portions = List.copyOf(portions);
      }
    }

    /// Datagrams. Without a portion they are dropped.
    record Udp(List<Portion> portions) implements Traffic {
      public Udp {
        portions = List.copyOf(portions);
      }
    }
  }

  /// What is done with the TLS connections for one server name.
  public sealed interface TlsHost {

    HostMatch host();

    /// HTTP inside TLS.
    record Terminate(HostMatch host, ServerTls tls, RouteTable.Id routes) implements TlsHost {}

    /// What is inside TLS is passed on without it.
    record TerminateTcp(HostMatch host, ServerTls tls, List<Portion> portions) implements TlsHost {
      public TerminateTcp {
        portions = List.copyOf(portions);
      }
    }

    /// The connection is passed on as it is.
    record Passthrough(HostMatch host, List<Portion> portions) implements TlsHost {
      public Passthrough {
        portions = List.copyOf(portions);
      }
    }

    /// The certificate that should be shown cannot be, or nobody takes the connection: it is
    /// closed, whatever else would match the name.
    record Refuse(HostMatch host) implements TlsHost {}
  }
}
