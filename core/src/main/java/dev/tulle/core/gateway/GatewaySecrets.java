package dev.tulle.core.gateway;

import dev.tulle.core.certificate.TlsSecret;
import dev.tulle.core.ir.Certificate;
import dev.tulle.core.ir.Cluster;
import dev.tulle.core.ir.Listener;
import dev.tulle.core.ir.Listener.TlsHost;
import dev.tulle.core.ir.Listener.Traffic;
import dev.tulle.core.ir.ServerTls;
import dev.tulle.core.ir.Trust;
import dev.tulle.core.ir.Upstream;
import dev.tulle.core.ir.UpstreamTls;
import dev.tulle.core.ir.UpstreamTls.Authority;
import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The certificates and authorities that a Gateway's listeners and clusters name, and no others.
final class GatewaySecrets {

  private final GatewayOutcome.Input input;
  private final SortedMap<ObjectName, Certificate> certificates = new TreeMap<>();
  private final SortedMap<Trust.Id, Trust> trusts = new TreeMap<>();

  GatewaySecrets(
      GatewayOutcome.Input input, List<Listener> listeners, SortedMap<Upstream, Cluster> clusters) {
    this.input = input;
    listeners.stream().flatMap(GatewaySecrets::terminated).forEach(this::named);
    clusters.values().forEach(this::named);
  }

  SortedMap<ObjectName, Certificate> certificates() {
    return certificates;
  }

  SortedMap<Trust.Id, Trust> trusts() {
    return trusts;
  }

  private static Stream<ServerTls> terminated(Listener listener) {
    return listener.traffic() instanceof Traffic.Tls(var hosts)
        ? hosts.stream()
            .flatMap(
                host ->
                    switch (host) {
                      case TlsHost.Terminate(_, var tls, _) -> Stream.of(tls);
                      case TlsHost.TerminateTcp(_, var tls, _) -> Stream.of(tls);
                      case TlsHost.Passthrough _, TlsHost.Refuse _ -> Stream.of();
                    })
        : Stream.of();
  }

  private void named(ServerTls tls) {
    tls.certificates().forEach(this::certificate);
    tls.clients()
        .ifPresent(
            clients -> {
              var id = clients.trust();
              trusts.put(id, Objects.requireNonNull(input.listeners().trusts().get(id)));
            });
  }

  private void named(Cluster cluster) {
    if (cluster.tls() instanceof UpstreamTls.Verified(_, var authority, _, var certificate)) {
      certificate.ifPresent(this::certificate);
      if (authority instanceof Authority.Given(var id)) {
        var policy = Objects.requireNonNull(input.policies().tls().all().get(id.owner()));
        policy.trust().ifPresent(trust -> trusts.put(id, trust));
      }
    }
  }

  private void certificate(ObjectName secret) {
    if (input.referents().secrets().get(secret) instanceof TlsSecret.Usable usable) {
      certificates.put(secret, usable.certificate());
    }
  }
}
