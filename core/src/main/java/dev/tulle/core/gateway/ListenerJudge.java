package dev.tulle.core.gateway;

import dev.tulle.core.certificate.TlsSecret;
import dev.tulle.core.gateway.JudgedListener.Tls;
import dev.tulle.core.ir.ServerTls;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ListenerStatus.RouteKind;
import dev.tulle.core.status.Severity;
import dev.tulle.core.world.Given;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// Judges one listener for itself: what it says, and what it refers to.
final class ListenerJudge {

  /// The proxy itself answers there: its pages, its probe.
  private static final Set<Integer> PORTS_OF_PROXIES = Set.of(15_000, 15_021);

  private static final int LAST_PORT = 65535;

  private final SortedMap<Integer, ClientTrust> clients;
  private final Referents referents;

  /// `clients` are by port, and under 0 for all other ports.
  ListenerJudge(SortedMap<Integer, ClientTrust> clients, Referents referents) {
    this.clients = clients;
    this.referents = referents;
  }

  JudgedListener judge(ReadListener listener) {
    var protocol = ListenerProtocol.read(listener.protocol());
    var unresolved = new ArrayList<Finding>();
    var kinds = kinds(listener, protocol, unresolved);
    var tls = tls(listener, protocol, unresolved);
    return new JudgedListener(
        listener,
        protocol,
        kinds,
        tls,
        refused(listener, protocol),
        Optional.empty(),
        unresolved,
        List.of());
  }

  private Optional<Finding> refused(ReadListener listener, Optional<ListenerProtocol> protocol) {
    var owner = listener.id().owner();
    var name = "has a listener " + listener.id().name();
    if (protocol.isEmpty()) {
      return Optional.of(
          Findings.error(
              owner,
              listener.field() + ".protocol",
              "UnsupportedProtocol",
              name + " for the protocol " + Given.brief(listener.protocol()) + ", which is unknown",
              "write one of "
                  + Arrays.stream(ListenerProtocol.values())
                      .map(Enum::name)
                      .collect(Collectors.joining(", "))));
    }
    if (listener.port() < 1 || listener.port() > LAST_PORT) {
      return Optional.of(
          Findings.error(
              owner,
              listener.field() + ".port",
              "PortUnavailable",
              name + " without a port",
              "write one from 1 to " + LAST_PORT));
    }
    if (PORTS_OF_PROXIES.contains(listener.port())) {
      return Optional.of(
          Findings.error(
              owner,
              listener.field() + ".port",
              "PortUnavailable",
              name + " on port " + listener.port() + ", which the proxy needs itself",
              "write another one"));
    }
    if (listener.host().isEmpty()) {
      return Optional.of(
          Findings.error(
              owner,
              listener.field() + ".hostname",
              "UnsupportedValue",
              name + " for a host that is not a DNS name",
              "write a name such as shop.example.com, or *.example.com"));
    }
    return trust(listener, protocol)
        .filter(trust -> !trust.isUsable())
        .map(
            trust ->
                Findings.error(
                    owner,
                    listener.field(),
                    "NoValidCACertificate",
                    name + " for clients with a certificate, and no authority to judge it by",
                    "see what is wrong with the caCertificateRefs of " + trust.id().owner()));
  }

  private Optional<ClientTrust> trust(ReadListener listener, Optional<ListenerProtocol> protocol) {
    if (protocol.isEmpty() || protocol.get() != ListenerProtocol.HTTPS) {
      return Optional.empty();
    }
    var onPort = clients.get(listener.port());
    var any = Optional.ofNullable(onPort != null ? onPort : clients.get(0));
    // a port may be left out of the judgement that all others get
    return any.filter(trust -> trust.isUsable() || !trust.unresolved(listener.id()).isEmpty());
  }

  private static List<RouteKind> kinds(
      ReadListener listener, Optional<ListenerProtocol> protocol, List<Finding> unresolved) {
    var supported = protocol.map(ListenerProtocol::kinds).orElse(List.of());
    if (protocol.isEmpty() || listener.kinds().isEmpty()) {
      return supported;
    }
    listener.kinds().stream()
        .filter(kind -> !supported.contains(kind))
        .map(
            kind ->
                Findings.error(
                    listener.id().owner(),
                    listener.field() + ".allowedRoutes.kinds",
                    "InvalidRouteKinds",
                    "has a listener "
                        + listener.id().name()
                        + " for routes of kind "
                        + Given.brief(kind.kind())
                        + ", which a listener for "
                        + listener.protocol()
                        + " cannot have",
                    "write "
                        + supported.stream()
                            .map(RouteKind::kind)
                            .collect(Collectors.joining(" or "))))
        .forEach(unresolved::add);
    return listener.kinds().stream().filter(supported::contains).distinct().toList();
  }

  private Tls tls(
      ReadListener listener, Optional<ListenerProtocol> protocol, List<Finding> unresolved) {
    boolean terminated =
        protocol.isPresent()
            && switch (protocol.get()) {
              case HTTPS -> true;
              case TLS -> !listener.passthrough();
              case HTTP, TCP, UDP -> false;
            };
    if (!terminated) {
      return new Tls.Untouched();
    }
    var wrong = new ArrayList<Finding>();
    listener.certificates().forEach(ref -> certificate(listener, ref).ifPresent(wrong::add));
    if (listener.certificates().isEmpty()) {
      wrong.add(
          Findings.error(
              listener.id().owner(),
              listener.field() + ".tls",
              "InvalidCertificateRef",
              "has a listener " + listener.id().name() + " for TLS without a certificate",
              "name a Secret of type " + TlsSecret.TYPE + " in tls.certificateRefs"));
    }
    var trust = trust(listener, protocol);
    unresolved.addAll(wrong);
    trust.ifPresent(each -> unresolved.addAll(each.unresolved(listener.id())));
    if (!wrong.isEmpty() || trust.filter(each -> !each.isUsable()).isPresent()) {
      return new Tls.Unusable();
    }
    var secrets = listener.certificates().stream().map(ObjectReference::object).distinct().toList();
    return new Tls.Terminated(new ServerTls(secrets, trust.map(ClientTrust::clients)));
  }

  private Optional<Finding> certificate(ReadListener listener, ObjectReference reference) {
    var owner = listener.id().owner();
    return certificate(owner, reference, referents, "InvalidCertificateRef")
        .map(
            wrong ->
                Findings.error(
                    owner,
                    reference.field(),
                    wrong.reason(),
                    "has a listener "
                        + listener.id().name()
                        + " that shows "
                        + wrong.message()
                        + "; TLS connections to it are refused",
                    wrong.cure()));
  }

  /// What is wrong with a reference to a certificate; the message is a noun with its clause.
  static Optional<Finding> certificate(
      ObjectName owner, ObjectReference reference, Referents referents, String invalid) {
    if (!reference.isCore("Secret")) {
      return Optional.of(
          clause(
              reference,
              owner,
              invalid,
              "and only a Secret can be used",
              "name a Secret of type " + TlsSecret.TYPE));
    }
    var secret = reference.object();
    if (!referents.grants().allow(owner, secret)) {
      return Optional.of(
          clause(
              reference,
              owner,
              "RefNotPermitted",
              "which no ReferenceGrant allows",
              Grants.cure(owner, secret)));
    }
    var found = referents.secrets().get(secret);
    if (found == null) {
      return Optional.of(
          clause(
              reference,
              owner,
              invalid,
              "which does not exist",
              "create it with type " + TlsSecret.TYPE));
    }
    return found instanceof TlsSecret.Unusable bad
        ? Optional.of(clause(reference, owner, invalid, "which " + bad.wrong(), bad.cure()))
        : Optional.empty();
  }

  private static Finding clause(
      ObjectReference reference, ObjectName owner, String reason, String clause, String cure) {
    return new Finding(
        Severity.ERROR, owner, reference.field(), reason, reference + ", " + clause, cure);
  }
}
