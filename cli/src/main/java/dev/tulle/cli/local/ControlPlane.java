package dev.tulle.cli.local;

import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.core.compile.Compiler;
import dev.tulle.core.compile.Settings;
import dev.tulle.core.world.Change;
import dev.tulle.core.xds.Renderer;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.ca.Authority;
import dev.tulle.server.ca.Bearer;
import dev.tulle.server.ca.Issued;
import dev.tulle.server.ca.Rotation;
import dev.tulle.server.loop.ControlLoop;
import dev.tulle.server.loop.NewVersions;
import dev.tulle.server.loop.Published;
import dev.tulle.server.stream.Feedback;
import dev.tulle.server.stream.Identity;
import dev.tulle.server.stream.Limits;
import dev.tulle.server.stream.Proxy;
import dev.tulle.server.stream.ProxyState;
import dev.tulle.server.stream.Publications;
import dev.tulle.server.stream.XdsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The control plane as it is in a cluster, but for where its changes come from: compiler, loop and
/// xDS server.
final class ControlPlane implements AutoCloseable {

  /// Where gRPC clients that speak xDS themselves find it, on the host's address on the bridge.
  private static final int PORT = 15_010;

  /// Who signs, and who sees to it that what was signed is renewed.
  record Trust(Authority authority, Rotation rotation) {}

  /// Called from several threads; returns at once.
  interface Listener {
    void published(Published published);

    void proxiesChanged();
  }

  private final Listener listener;
  private final Membership membership = new Membership();
  private final Publications publications;
  private final ControlLoop loop;
  private final XdsServer server;

  /// Where it listens: on a Unix socket, and on a port of an address of this host.
  record Site(Path socket, String address) {

    /// The latter as in `10.128.0.1:15010`.
    String server() {
      return address + ":" + PORT;
    }

    InetSocketAddress listened() {
      return new InetSocketAddress(address, PORT);
    }
  }

  /// Listens at once; proxies are turned away until `start`.
  ControlPlane(Site site, Settings settings, Trust trust, Clock clock, Listener listener)
      throws IOException, GeneralSecurityException {
    this.listener = listener;
    publications = new Publications(membership, this::wanted);
    loop =
        new ControlLoop(
            new Compiler(settings, clock),
            new Renderer(),
            NewVersions.HELD_BACK_IF_BROKEN,
            this::publish);
    loop.want(Membership.INGRESS);
    var bearer =
        new Bearer(
            LocalIdentities.CONTROL_PLANE, Optional.empty(), List.of(site.address()), List.of());
    var first = trust.authority().issue(bearer);
    server =
        XdsServer.start(
            List.of(
                new XdsServer.Address.Unix(site.socket()),
                new XdsServer.Address.Tcp(site.listened())),
            identity(trust.authority(), first),
            new XdsServer.Wiring(publications, new News(), Limits.standard(), clock));
    trust
        .rotation()
        .keep(
            "control-plane",
            bearer,
            Optional.of(first.certificate()),
            issued -> server.renew(identity(trust.authority(), issued)));
  }

  /// `initial` is the full first list of every source.
  void start(List<Change> initial) {
    loop.start(initial);
  }

  void submit(List<Change> changes) {
    loop.submit(changes);
  }

  /// Waits until every connected proxy has answered all that was submitted before; false when that
  /// takes longer.
  boolean awaitApplied(Duration atMost) throws InterruptedException {
    return publications.awaitSequence(loop.settle(), atMost);
  }

  List<ProxyState> proxies() {
    return publications.proxies();
  }

  long failures() {
    return loop.failures();
  }

  @Override
  public void close() {
    loop.close();
    server.close();
  }

  private void wanted(Scope scope) {
    loop.want(scope);
  }

  private void publish(Published published) {
    var mesh = published.compilation().mesh();
    boolean moved = membership.learn(mesh.workloads(), mesh.gateways().keySet());
    published
        .resources()
        .forEach(
            (scope, resources) -> {
              boolean served = publications.publish(scope, published.sequence(), resources);
              if (!served && !scope.equals(Membership.INGRESS)) {
                loop.forget(scope);
              }
            });
    publications.synced();
    if (moved) {
      publications.scopesChanged();
    }
    listener.published(published);
  }

  private static Identity identity(Authority authority, Issued issued) {
    return new Identity(
        issued.key(),
        List.of(issued.certificate(), authority.root()),
        List.of(authority.root()),
        authority.trustDomain());
  }

  private final class News implements Feedback {
    @Override
    public void connected(Proxy proxy) {
      listener.proxiesChanged();
    }

    @Override
    public void disconnected(Proxy proxy, String why) {
      listener.proxiesChanged();
    }

    @Override
    public void accepted(Proxy proxy, ResourceType type) {}

    @Override
    public void settled(Proxy proxy, long sequence) {
      listener.proxiesChanged();
    }

    @Override
    public void refused(Proxy proxy, List<Resource> blamed, String words) {
      listener.proxiesChanged();
    }
  }
}
