package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Optional;

/// What secures the connections to a backend.
public sealed interface UpstreamTls {

  /// Nothing does.
  record Plain() implements UpstreamTls {}

  /// The server has to prove one of these names with a certificate of the authority. `certificate`
  /// is the Secret with the one that the gateway shows.
  record Verified(
      String serverName,
      Authority authority,
      List<PeerName> names,
      Optional<ObjectName> certificate)
      implements UpstreamTls {
    public Verified {
      names = List.copyOf(names);
    }
  }

  /// TLS is wanted and cannot be had, as the gateway's own certificate cannot be shown: nothing is
  /// sent.
  record Refused() implements UpstreamTls {}

  /// Who vouches for a server.
  sealed interface Authority {

    record Given(Trust.Id trust) implements Authority {}

    /// Whoever the operating system trusts, as this file of the proxies' says.
    record WellKnown(String file) implements Authority {}
  }

  /// A name that stands in a certificate.
  sealed interface PeerName {

    record Dns(HostMatch name) implements PeerName {}

    record Uri(String uri) implements PeerName {}
  }
}
