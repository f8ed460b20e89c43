package dev.tulle.server.stream;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.ca.Authority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// A control plane of its own for a test: an authority, a server on a Unix socket and on TCP, and
/// what proxies reported back.
final class ControlPlane implements AutoCloseable {

  static final Scope SCOPE = new Scope.Gateway(new ObjectName("IngressClass", "", "tulle"));
  static final SpiffeId SERVER = new SpiffeId("cluster.local", "tulle-system", "tulle");
  static final SpiffeId GATEWAY = new SpiffeId("cluster.local", "tulle-system", "ingress-gateway");

  volatile Scope scope = SCOPE;

  /// Where those belong that are not the gateway.
  volatile ScopeDirectory others = peer -> Optional.empty();

  final AtomicLong time = new AtomicLong();
  final Authority authority;
  final Publications publications;
  final List<String> refusals = new CopyOnWriteArrayList<>();
  final List<Scope> wanted = new CopyOnWriteArrayList<>();
  final Path socket;
  final XdsServer server;

  ControlPlane(Path directory, Limits limits) throws IOException {
    authority =
        Authority.open(
            directory.resolve("ca"), Clock.systemUTC(), new SecureRandom(), "cluster.local");
    publications =
        new Publications(
            peer -> peer.identity().equals(GATEWAY) ? Optional.of(scope) : others.scopeOf(peer),
            wanted::add,
            time::get);
    socket = directory.resolve("xds.sock");
    server = serve(limits);
  }

  private XdsServer serve(Limits limits) throws IOException {
    var issued = authority.issue(SERVER);
    var identity =
        new Identity(
            issued.key(),
            List.of(issued.certificate()),
            List.of(authority.root()),
            "cluster.local");
    return XdsServer.start(
        List.of(
            new XdsServer.Address.Unix(socket),
            new XdsServer.Address.Tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
        identity,
        new XdsServer.Wiring(publications, new Recorder(), limits, Clock.systemUTC()));
  }

  int port() {
    return server.ports().getFirst();
  }

  private final class Recorder implements Feedback {

    @Override
    public void connected(Proxy proxy) {}

    @Override
    public void disconnected(Proxy proxy, String why) {}

    @Override
    public void accepted(Proxy proxy, ResourceType type) {}

    @Override
    public void settled(Proxy proxy, long sequence) {}

    @Override
    public void refused(Proxy proxy, List<Resource> blamed, String words) {
      blamed.forEach(resource -> refusals.add(resource.name() + ": " + words));
    }
  }

  void stop() {
    server.close();
  }

  @Override
  public void close() {
    stop();
  }
}
