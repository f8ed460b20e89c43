package dev.tulle.server.grpc;

import dev.tulle.core.compile.Compiler;
import dev.tulle.core.compile.Settings;
import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.ingress.IngressGateway;
import dev.tulle.core.ir.Place;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.xds.Renderer;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.ca.Authority;
import dev.tulle.server.ca.Bearer;
import dev.tulle.server.ca.Issued;
import dev.tulle.server.loop.ControlLoop;
import dev.tulle.server.loop.NewVersions;
import dev.tulle.server.loop.Published;
import dev.tulle.server.stream.Feedback;
import dev.tulle.server.stream.Identity;
import dev.tulle.server.stream.Limits;
import dev.tulle.server.stream.Publications;
import dev.tulle.server.stream.XdsServer;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The control plane: changes in, real xDS over TCP with mutual TLS out. Pods are gRPC clients that
/// speak xDS themselves.
final class MeshInProcess implements AutoCloseable {

  static final ObjectName SERVICE = Kind.SERVICE.named("default", "backend");

  private static final String ADDRESS = "127.0.0.1";
  private static final SpiffeId SERVER = new SpiffeId("cluster.local", "tulle-system", "tulle");
  private static final Settings SETTINGS =
      new Settings(
          "cluster.local",
          "cluster.local",
          new IngressGateway(
              new ObjectName("IngressClass", "", "tulle"), List.of(ADDRESS), 8080, 8443),
          GatewaySettings.standard());

  private final Authority authority;
  private final Publications publications;
  private final ControlLoop loop;
  private final XdsServer server;

  /// On this port, or on any where it is 0. The authority is kept in the directory.
  MeshInProcess(Path directory, int port, Collection<Change> world) throws IOException {
    authority = authority(directory);
    publications =
        new Publications(
            peer -> peer.pod().map(pod -> new Scope.Grpc(pod.namespace(), Place.UNKNOWN)),
            this::wanted);
    loop =
        new ControlLoop(
            new Compiler(SETTINGS, Clock.systemUTC()),
            new Renderer(),
            NewVersions.HELD_BACK_IF_BROKEN,
            this::published);
    var issued = authority.issue(new Bearer(SERVER, Optional.empty(), List.of(ADDRESS), List.of()));
    var identity =
        new Identity(
            issued.key(),
            List.of(issued.certificate()),
            List.of(authority.root()),
            "cluster.local");
    server =
        XdsServer.start(
            List.of(
                new XdsServer.Address.Tcp(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port))),
            identity,
            new XdsServer.Wiring(
                publications, Feedback.none(), Limits.standard(), Clock.systemUTC()));
    loop.start(world);
  }

  private static Authority authority(Path directory) throws IOException {
    return Authority.open(
        directory.resolve("ca"), Clock.systemUTC(), new SecureRandom(), "cluster.local");
  }

  private void wanted(Scope scope) {
    loop.want(scope);
  }

  private void published(Published published) {
    published
        .resources()
        .forEach((scope, all) -> publications.publish(scope, published.sequence(), all));
    publications.synced();
  }

  static Change service() {
    return Change.put(
        SERVICE,
        new ServiceBuilder()
            .withNewMetadata()
            .withName(SERVICE.name())
            .withNamespace(SERVICE.namespace())
            .endMetadata()
            .withNewSpec()
            .withClusterIP("10.96.0.10")
            .addNewPort()
            .withName("grpc")
            .withPort(50_051)
            .endPort()
            .endSpec()
            .build());
  }

  /// The credentials of a pod of this namespace.
  Issued pod(String namespace) {
    var identity = new SpiffeId("cluster.local", namespace, "client");
    return authority.issue(Bearer.of(identity, Kind.POD.named(namespace, "client-0")));
  }

  /// Waits until the connected clients have it.
  void apply(Change... changes) throws InterruptedException {
    loop.submit(List.of(changes));
    if (!publications.awaitSequence(loop.settle(), Duration.ofSeconds(20))) {
      throw new AssertionError("not in force: " + publications.proxies());
    }
  }

  boolean connected() {
    return !publications.proxies().isEmpty();
  }

  Authority authority() {
    return authority;
  }

  String address() {
    return ADDRESS + ":" + port();
  }

  int port() {
    return server.ports().getFirst();
  }

  @Override
  public void close() {
    loop.close();
    server.close();
  }
}
