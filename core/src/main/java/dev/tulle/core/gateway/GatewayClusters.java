package dev.tulle.core.gateway;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.Cluster;
import dev.tulle.core.ir.Listener;
import dev.tulle.core.ir.Listener.TlsHost;
import dev.tulle.core.ir.Listener.Traffic;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.Portion;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.RouteTable;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.ir.Upstream;
import dev.tulle.core.ir.UpstreamTls;
import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How one Gateway speaks to what its listeners send to.
final class GatewayClusters {

  private final SortedMap<ObjectName, MeshService> services;
  private final BackendPolicies policies;
  private final ClientCertificate certificate;

  GatewayClusters(
      SortedMap<ObjectName, MeshService> services,
      BackendPolicies policies,
      ClientCertificate certificate) {
    this.services = services;
    this.policies = policies;
    this.certificate = certificate;
  }

  /// What comes out of TLS goes into it again where a policy says so.
  Portion terminated(Portion portion) {
    if (!(portion.backend() instanceof Backend.To(var upstream, var affinity))) {
      return portion;
    }
    var policy = policy(upstream.port());
    if (policy.isEmpty()) {
      return portion;
    }
    var backend =
        policy.get().tls().isEmpty()
            ? policy.get().instead()
            : new Backend.To(upstream.port(), Protocol.HTTPS, affinity);
    return new Portion(backend, portion.weight());
  }

  SortedMap<Upstream, Cluster> of(List<Listener> listeners, List<RouteTable> tables) {
    var clusters = new TreeMap<Upstream, Cluster>();
    Stream.concat(
            tables.stream().flatMap(table -> table.upstreams().stream()),
            listeners.stream().flatMap(GatewayClusters::upstreams))
        .forEach(upstream -> clusters.computeIfAbsent(upstream, this::cluster));
    return clusters;
  }

  /// Datagrams have no clusters of this kind.
  private static Stream<Upstream> upstreams(Listener listener) {
    return switch (listener.traffic()) {
      case Traffic.Http _, Traffic.Udp _ -> Stream.of();
      case Traffic.Tcp(var portions) -> portions.stream().flatMap(Portion::upstream);
      case Traffic.Tls(var hosts) -> hosts.stream().flatMap(GatewayClusters::upstreams);
    };
  }

  private static Stream<Upstream> upstreams(TlsHost host) {
    return switch (host) {
      case TlsHost.Terminate _, TlsHost.Refuse _ -> Stream.of();
      case TlsHost.TerminateTcp(_, _, var portions) -> portions.stream().flatMap(Portion::upstream);
      case TlsHost.Passthrough(_, var portions) -> portions.stream().flatMap(Portion::upstream);
    };
  }

  private Cluster cluster(Upstream upstream) {
    var service = services.get(upstream.port().service());
    var affinity = service == null ? Affinity.NONE : service.affinity();
    var retries = policies.traffic().of(upstream.port().service()).flatMap(TrafficPolicy::retries);
    return new Cluster(upstream, affinity, tls(upstream), retries);
  }

  private UpstreamTls tls(Upstream upstream) {
    boolean secured =
        switch (upstream.protocol()) {
          case HTTP1, HTTP2, HTTPS -> true;
          case UNDECLARED, TCP, NOT_TCP -> false;
        };
    var asked =
        secured
            ? policy(upstream.port()).flatMap(TlsPolicy::tls)
            : Optional.<UpstreamTls.Verified>empty();
    if (asked.isEmpty()) {
      return new UpstreamTls.Plain();
    }
    var tls = asked.get();
    return certificate.wrong().isPresent()
        ? new UpstreamTls.Refused()
        : new UpstreamTls.Verified(
            tls.serverName(), tls.authority(), tls.names(), certificate.secret());
  }

  private Optional<TlsPolicy> policy(ServicePort at) {
    return Optional.ofNullable(services.get(at.service()))
        .flatMap(
            service -> service.port(at.port()).flatMap(port -> policies.tls().of(service, port)));
  }
}
