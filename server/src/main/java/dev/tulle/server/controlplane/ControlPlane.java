package dev.tulle.server.controlplane;

import dev.tulle.core.compile.Compiler;
import dev.tulle.core.compile.Settings;
import dev.tulle.core.world.Change;
import dev.tulle.core.xds.Renderer;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.ca.Authority;
import dev.tulle.server.ca.Bearer;
import dev.tulle.server.ca.Issued;
import dev.tulle.server.ca.Rotation;
import dev.tulle.server.loop.ControlLoop;
import dev.tulle.server.loop.NewVersions;
import dev.tulle.server.loop.Published;
import dev.tulle.server.stream.Counters;
import dev.tulle.server.stream.Feedback;
import dev.tulle.server.stream.Identity;
import dev.tulle.server.stream.Limits;
import dev.tulle.server.stream.Proxy;
import dev.tulle.server.stream.ProxyState;
import dev.tulle.server.stream.Publications;
import dev.tulle.server.stream.ScopeDirectory;
import dev.tulle.server.stream.XdsServer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The control plane, but for where its changes come from: compiler, loop and xDS server.
public final class ControlPlane implements AutoCloseable {

  /// Who is served what.
  public interface Membership extends ScopeDirectory {

    /// True if some proxy may now belong to another scope than before.
    boolean learn(Published published);
  }

  /// Called from several threads; returns at once.
  public interface Listener {
    void published(Published published);

    void proxiesChanged();
  }

  /// What it compiles with, and what becomes of new versions that break something.
  public record Compilation(Settings settings, NewVersions newVersions) {}

  /// Whom its certificate is for, and where it listens.
  public record Site(Bearer bearer, List<XdsServer.Address> addresses) {
    public Site {
      addresses = List.copyOf(addresses);
    }
  }

  /// Who signs, and who sees to it that what was signed is renewed.
  public record Trust(Authority authority, Rotation rotation) {}

  private final Listener listener;
  private final Membership membership;
  private final Scope ingress;
  private final Publications publications;
  private final ControlLoop loop;
  private final XdsServer server;

  /// Listens at once; proxies are turned away until `start`.
  public ControlPlane(
      Compilation compilation,
      Membership membership,
      Site site,
      Trust trust,
      Clock clock,
      Listener listener)
      throws IOException, GeneralSecurityException {
    this.listener = listener;
    this.membership = membership;
    ingress = new Scope.Gateway(compilation.settings().ingress().name());
    publications = new Publications(membership, this::wanted);
    loop =
        new ControlLoop(
            new Compiler(compilation.settings(), clock),
            new Renderer(),
            compilation.newVersions(),
            this::publish);
    loop.want(ingress);
    var authority = trust.authority();
    var first = authority.issue(site.bearer());
    server =
        XdsServer.start(
            site.addresses(),
            identity(authority, first),
            new XdsServer.Wiring(publications, new News(), Limits.standard(), clock));
    trust
        .rotation()
        .keep(
            "control-plane",
            site.bearer(),
            Optional.of(first.certificate()),
            issued -> server.renew(identity(authority, issued)));
  }

  /// `initial` is the full first list of every source.
  public void start(List<Change> initial) {
    loop.start(initial);
  }

  public void submit(List<Change> changes) {
    loop.submit(changes);
  }

  /// Waits until every connected proxy has answered all that was submitted before; false when that
  /// takes longer.
  public boolean awaitApplied(Duration atMost) throws InterruptedException {
    return publications.awaitSequence(loop.settle(), atMost);
  }

  public List<ProxyState> proxies() {
    return publications.proxies();
  }

  public long failures() {
    return loop.failures();
  }

  public Counters counters() {
    return server.counters();
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
    boolean moved = membership.learn(published);
    published
        .resources()
        .forEach((scope, resources) -> publish(scope, published.sequence(), resources));
    publications.synced();
    if (moved) {
      publications.scopesChanged();
    }
    listener.published(published);
  }

  /// What no proxy wants any more is not rendered again, but for Ingresses, whose gateway is always
  /// to be.
  private void publish(Scope scope, long sequence, Resources resources) {
    boolean served = publications.publish(scope, sequence, resources);
    if (!served && !scope.equals(ingress)) {
      loop.forget(scope);
    }
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
