package dev.tulle.cli.local;

import dev.tulle.cli.instance.Directories;
import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.cli.local.controller.Workloads;
import dev.tulle.cli.local.net.Network;
import dev.tulle.cli.local.pod.PodRuntime;
import dev.tulle.cli.local.proxy.EnvoyProcess;
import dev.tulle.cli.local.proxy.GatewayProxy;
import dev.tulle.cli.local.proxy.GrpcPod;
import dev.tulle.cli.local.proxy.ProxyGround;
import dev.tulle.cli.local.proxy.WatchLimit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.cli.status.StatusSnapshot.State;
import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.name.ObjectName;
import dev.tulle.server.ca.Authority;
import dev.tulle.server.ca.Rotation;
import dev.tulle.server.controlplane.ControlPlane;
import dev.tulle.server.loop.NewVersions;
import dev.tulle.server.loop.Published;
import dev.tulle.server.source.FolderSource;
import dev.tulle.server.source.FolderState;
import dev.tulle.server.source.FolderWatch;
import dev.tulle.server.source.LastGood;
import dev.tulle.server.stream.ProxyState;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A folder that runs on this machine: the composition of `tulle up`. The constructor reads top to
/// bottom as the order in which things start.
public final class LocalMesh implements AutoCloseable {

  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final Duration APPLY = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(10);

  /// Who is told how it goes: each new snapshot, and what no snapshot has, a line each.
  public record Audience(Consumer<StatusSnapshot> snapshots, Consumer<String> lines) {}

  private final Instance instance;
  private final Ownership ownership;
  private final Audience audience;
  private final Rotation rotation;
  private final ControlPlane controlPlane;
  private final EnvoyProcess ingress;
  private final FolderGateways gateways;
  private final Network network;
  private final ProxyLogs proxyLogs;
  private final ServiceNetwork services;
  private final StatusBoard board;
  private final Reconciler reconciler;
  private final PodRuntime runtime;
  private final ChangeClock changeClock;
  private final FolderWatch watch;

  /// Starts everything, or takes over what a former run has left. `envoy` is the binary.
  public static LocalMesh start(Instance instance, UpOptions options, Path envoy, Audience audience)
      throws Failure, IOException, GeneralSecurityException {
    Listening.checkPorts(options);
    var ownership = Ownership.take(instance);
    try {
      if (EnvoyProcess.leftBehind(instance.gatewayProxy()) == null) {
        Listening.checkFree(options);
      }
      Directories.createForProxies(instance.run());
      return new LocalMesh(instance, ownership, options, envoy, audience);
    } catch (Failure | IOException | GeneralSecurityException | RuntimeException e) {
      ownership.close();
      throw e;
    }
  }

  private LocalMesh(
      Instance instance, Ownership ownership, UpOptions options, Path envoy, Audience audience)
      throws Failure, IOException, GeneralSecurityException {
    this.instance = instance;
    this.ownership = ownership;
    this.audience = audience;
    var clock = Clock.systemUTC();
    var random = new SecureRandom();
    var authority =
        Authority.open(instance.state().resolve("ca"), clock, random, LocalIdentities.TRUST_DOMAIN);
    rotation = new Rotation(authority, clock, random);
    board =
        new StatusBoard(
            instance,
            options,
            new StatusBoard.Gauges(
                this::proxies, this::gatewayRuns, this::failures, this::problems),
            clock,
            audience.snapshots());
    proxyLogs = ProxyLogs.keepSmall(instance);
    network = Network.open(instance);
    var site = new XdsSite(instance.xdsSocket(), network.gateway());
    Listening.checkFree(site);
    controlPlane =
        new ControlPlane(
            new ControlPlane.Compilation(
                LocalSettings.compiler(options.allAddresses(), options.http(), options.https()),
                NewVersions.HELD_BACK_IF_BROKEN),
            new Membership(),
            site.site(),
            new ControlPlane.Trust(authority, rotation),
            clock,
            new Ear());
    WatchLimit.raise();
    var ground = new ProxyGround(instance, envoy, rotation);
    ingress = GatewayProxy.ingress(ground, options.lowPorts(), this::ingressDied);
    services = new ServiceNetwork(instance, network, board::changed);
    reconciler =
        new Reconciler(
            new Reconciler.Ground(
                new Workloads(InetAddress.getLocalHost().getHostName(), random),
                network.serviceBlocks(),
                RememberedFile.addresses(instance.state()),
                RememberedFile.endedJobs(instance.run()),
                RememberedFile.firstSeen(instance.run()),
                clock,
                new PodAdmission(options.zone()),
                audience.lines()),
            this::turned);
    runtime =
        new PodRuntime(
            instance,
            network,
            new PodRuntime.Surroundings(
                new FolderReferences(reconciler::folder),
                this::drained,
                services,
                new PodSidecars(
                    ground,
                    new GrpcPod.Surroundings(site.server(), options.zone()),
                    audience.lines()),
                reconciler),
            clock);
    gateways =
        new FolderGateways(
            ground,
            network,
            new FolderGateways.Audience(reconciler::gatewaysMoved, audience.lines()));
    changeClock = new ChangeClock(clock, () -> applied(APPLY), board::lastChange);
    watch =
        FolderSource.watch(
            options.folder(),
            options.folder().toString(),
            new LastGood(instance.run().resolve("last-good")),
            this::folderChanged);
    reconciler.gatewaysMoved(gateways.adopt());
    var first = reconciler.start(runtime, runtime.adopt());
    gateways.want(first.gateways().keySet());
    board.turned(first);
    controlPlane.start(first.changes());
    services.start(first.changes());
    board.state(State.RUNNING);
  }

  /// Ends everything that runs of a folder, and leaves nothing of it but `Instance.state()`.
  @Override
  public void close() throws IOException {
    board.state(State.STOPPING);
    watch.close();
    reconciler.close();
    ingress.stop();
    gateways.close();
    runtime.stopAll(GRACE);
    runtime.close();
    services.close();
    proxyLogs.close();
    controlPlane.close();
    rotation.close();
    board.close();
    network.close();
    Directories.delete(instance.run());
    ownership.close();
  }

  private void folderChanged(FolderState now, List<ObjectName> changed) {
    reconciler.folderChanged(now);
    changeClock.follow(changed);
  }

  private void turned(Reconciler.Turn turn) {
    services.turned(turn.changes());
    controlPlane.submit(turn.changes());
    gateways.want(turn.gateways().keySet());
    board.turned(turn);
  }

  private void ingressDied(EnvoyProcess.Death death) {
    audience.lines().accept("the gateway's Envoy " + death.words(instance.gatewayProxy()));
    board.changed();
  }

  private List<ProxyState> proxies() {
    return controlPlane.proxies();
  }

  private boolean gatewayRuns() {
    return ingress.running();
  }

  private List<FileFinding> problems() {
    return services.problems();
  }

  private long failures() {
    return controlPlane.failures();
  }

  /// Waits until what is known now is in force: in the rules of Services, in every connected proxy.
  private boolean applied(Duration atMost) throws InterruptedException {
    reconciler.settle();
    boolean rules = services.awaitApplied(atMost);
    return controlPlane.awaitApplied(atMost) && rules;
  }

  private CompletableFuture<@Nullable Void> drained(Pod pod) {
    var done = new CompletableFuture<@Nullable Void>();
    Thread.ofVirtual()
        .name("drain-" + pod.getMetadata().getName())
        .start(
            () -> {
              try {
                applied(DRAIN);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                done.complete(null);
              }
            });
    return done;
  }

  private final class Ear implements ControlPlane.Listener {
    @Override
    public void published(Published published) {
      board.published(published);
    }

    @Override
    public void proxiesChanged() {
      board.changed();
    }
  }
}
