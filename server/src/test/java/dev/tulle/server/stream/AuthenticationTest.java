package dev.tulle.server.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import dev.tulle.core.xds.ResourceType;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever has no certificate of the mesh gets nothing from any method of any service; the methods
/// are read from the server's own services, so that a new one is tested without a word here.
final class AuthenticationTest {

  private static final String GATEWAY = ControlPlane.GATEWAY.toString();

  @TempDir Path directory;

  private final List<Peer> asked = new CopyOnWriteArrayList<>();
  private Certificates certificates;
  private Publications publications;
  private XdsServer server;

  @BeforeEach
  void start() throws Exception {
    certificates = new Certificates();
    publications =
        new Publications(
            peer -> {
              asked.add(peer);
              return Optional.of(ControlPlane.SCOPE);
            },
            scope -> {});
    publications.synced();
    publications.publish(ControlPlane.SCOPE, 1, Samples.resources(Samples.cluster("secret", 1)));
    var own = certificates.leaf(List.of(ControlPlane.SERVER.toString()), soon());
    server =
        XdsServer.start(
            List.of(
                new XdsServer.Address.Tcp(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
            new Identity(
                own.key(), List.of(own.certificate()), List.of(certificates.root), "cluster.local"),
            wiring());
  }

  /// A server that does not ask for certificates, and a channel to it that shows one.
  private void withoutCertificates(Authenticator authenticator, Status.Code code) throws Exception {
    var own = certificates.leaf(List.of(ControlPlane.SERVER.toString()), soon());
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var open =
        XdsServer.start(
            List.of(new XdsServer.Address.Uncertified(address, authenticator)),
            new Identity(
                own.key(), List.of(own.certificate()), List.of(certificates.root), "cluster.local"),
            wiring())) {
      var leaf = certificates.leaf(List.of(GATEWAY), soon());
      refused(
          Clients.channel(
              open.ports().getFirst(), certificates.root, leaf.certificate(), leaf.key()),
          code,
          code.toString());
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void whereNoCertificatesAreAskedForEveryMethodAsksTheAuthenticator() throws Exception {
    var shown = new CopyOnWriteArrayList<Credential>();
    withoutCertificates(
        credential -> {
          shown.add(credential);
          return new Authenticator.Outcome.Refused("no");
        },
        Status.Code.UNAUTHENTICATED);
    assertThat(shown).hasSameSizeAs(methods());
    assertThat(shown)
        .allMatch(each -> each.certificate().isEmpty() && each.authorization().isEmpty());
    withoutCertificates(
        credential -> new Authenticator.Outcome.Undecided("later"), Status.Code.UNAVAILABLE);
  }

  private XdsServer.Wiring wiring() {
    return new XdsServer.Wiring(
        publications, Feedback.none(), Limits.standard(), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Instant soon() {
    return Instant.now().plusSeconds(3600);
  }

  private List<MethodDescriptor<Empty, Empty>> methods() {
    var site =
        new Site(
            publications,
            Feedback.none(),
            new Counters(),
            Limits.standard(),
            Clock.systemUTC(),
            System::nanoTime,
            new AtomicLong());
    var methods = new ArrayList<MethodDescriptor<Empty, Empty>>();
    for (var service : new Services(site, Runnable::run).all()) {
      for (var method : service.getMethods()) {
        var own = method.getMethodDescriptor();
        methods.add(
            MethodDescriptor.<Empty, Empty>newBuilder()
                .setType(own.getType())
                .setFullMethodName(own.getFullMethodName())
                .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .build());
      }
    }
    assertThat(methods).hasSizeGreaterThanOrEqualTo(18);
    return methods;
  }

  private void refused(ManagedChannel channel, Status.Code code, String why) throws Exception {
    try {
      for (var method : methods()) {
        var call = Clients.open(channel, method, true);
        call.call.sendMessage(Empty.getDefaultInstance());
        call.call.halfClose();
        var status = call.end();
        assertThat(status.getCode())
            .as("%s on %s: %s", why, method.getFullMethodName(), status)
            .isEqualTo(code);
        assertThat(call.received).isEmpty();
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private ManagedChannel with(List<String> uris, Instant until) throws Exception {
    return with(certificates.leaf(uris, until));
  }

  private ManagedChannel with(Certificates.Leaf leaf) throws Exception {
    return Clients.channel(
        server.ports().getFirst(), certificates.root, leaf.certificate(), leaf.key());
  }

  @Test
  void noCertificate() throws Exception {
    refused(
        Clients.channel(server.ports().getFirst(), certificates.root, null, null),
        Status.Code.UNAVAILABLE,
        "no certificate");
  }

  @Test
  void aCertificateOfAnotherAuthority() throws Exception {
    var other = new Certificates().leaf(List.of(GATEWAY), soon());
    refused(
        Clients.channel(
            server.ports().getFirst(), certificates.root, other.certificate(), other.key()),
        Status.Code.UNAVAILABLE,
        "another authority");
  }

  @Test
  void anExpiredCertificate() throws Exception {
    refused(
        with(List.of(GATEWAY), Instant.now().minusSeconds(60)), Status.Code.UNAVAILABLE, "expired");
  }

  @Test
  void namesThatAreNotOneOfOurs() throws Exception {
    refused(with(List.of(), soon()), Status.Code.UNAUTHENTICATED, "no name");
    refused(
        with(List.of(GATEWAY, GATEWAY + "2"), soon()), Status.Code.UNAUTHENTICATED, "two names");
    refused(
        with(List.of("spiffe://elsewhere/ns/a/sa/b"), soon()),
        Status.Code.UNAUTHENTICATED,
        "another trust domain");
    refused(
        with(List.of("spiffe://cluster.local/ns/a/sa/b/c"), soon()),
        Status.Code.UNAUTHENTICATED,
        "a longer path");
    refused(
        with(List.of("spiffe://cluster.local/ns/a/sa/"), soon()),
        Status.Code.UNAUTHENTICATED,
        "an empty account");
    refused(
        with(List.of("https://cluster.local/ns/a/sa/b"), soon()),
        Status.Code.UNAUTHENTICATED,
        "not SPIFFE");
  }

  @Test
  void hostsThatAreNotOnePodOfTheSameNamespace() throws Exception {
    for (var hosts :
        List.of(
            List.of("a.tulle-system.pod.cluster.local", "b.tulle-system.pod.cluster.local"),
            List.of("a.tulle-system.pod.cluster.local", "a.tulle-system.pod.cluster.local"),
            List.of("a.default.pod.cluster.local"),
            List.of("a.tulle-system.pod.elsewhere"),
            List.of("*.tulle-system.pod.cluster.local"),
            List.of("tulle-system.pod.cluster.local"),
            List.of("example.com"))) {
      refused(
          with(certificates.leaf(List.of(GATEWAY), hosts, soon())),
          Status.Code.UNAUTHENTICATED,
          hosts.toString());
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void thePodIsTheOneThatTheCertificateNames() throws Exception {
    var hosts = List.of("web-0.tulle-system.pod.cluster.local");
    served(with(certificates.leaf(List.of(GATEWAY), hosts, soon())));
    served(with(certificates.leaf(List.of(GATEWAY), soon())));
    assertThat(asked)
        .extracting(peer -> peer.pod().map(Object::toString).orElse("none"))
        .containsExactly("Pod tulle-system/web-0", "none");
  }

  @Test
  void theRightCertificateIsServed() throws Exception {
    served(with(List.of(GATEWAY), soon()));
  }

  private static void served(ManagedChannel channel) throws Exception {
    try {
      var call = Clients.delta(channel);
      call.call.sendMessage(Clients.request(ResourceType.CLUSTER.url()).build());
      assertThat(call.next().getResources(0).getName()).isEqualTo("secret");
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aStreamEndsWhenItsCertificateExpires() throws Exception {
    var channel = with(List.of(GATEWAY), Instant.now().plusSeconds(3));
    try {
      var call = Clients.delta(channel);
      call.call.sendMessage(Clients.request(ResourceType.CLUSTER.url()).build());
      assertThat(call.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aSocketThatIsServedIsNotTakenOver() throws Exception {
    var socket = new XdsServer.Address.Unix(directory.resolve("xds.sock"));
    var own = certificates.leaf(List.of(ControlPlane.SERVER.toString()), soon());
    var identity =
        new Identity(
            own.key(), List.of(own.certificate()), List.of(certificates.root), "cluster.local");
    var first = XdsServer.start(List.of(socket), identity, wiring());
    assertThatThrownBy(() -> XdsServer.start(List.of(socket), identity, wiring()))
        .hasMessageContaining("served by another process");
    first.close();
    XdsServer.start(List.of(socket), identity, wiring()).close();
  }
}
