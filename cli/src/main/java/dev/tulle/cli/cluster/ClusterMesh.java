package dev.tulle.cli.cluster;

import dev.tulle.core.compile.Settings;
import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.ingress.IngressGateway;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.server.ca.Authority;
import dev.tulle.server.ca.Rotation;
import dev.tulle.server.controlplane.ControlPlane;
import dev.tulle.server.deploy.Deployer;
import dev.tulle.server.deploy.FleetSite;
import dev.tulle.server.deploy.Fleets;
import dev.tulle.server.kube.ApiServer;
import dev.tulle.server.kube.ClusterSource;
import dev.tulle.server.kube.Election;
import dev.tulle.server.kube.GatewayApiSource;
import dev.tulle.server.kube.Leadership;
import dev.tulle.server.kube.ObservedStatuses;
import dev.tulle.server.kube.ServedVersions;
import dev.tulle.server.kube.StatusResource;
import dev.tulle.server.loop.NewVersions;
import dev.tulle.server.loop.Published;
import dev.tulle.server.status.StatusWriter;
import dev.tulle.server.stream.Authenticator;
import dev.tulle.server.stream.XdsServer;
import dev.tulle.server.trust.ControlPlaneNames;
import dev.tulle.server.trust.RootSecret;
import dev.tulle.server.trust.TokenAuthenticator;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The control plane in a cluster, in one readable list: an API server as the source, compiler and
/// loop, xDS server, and what the leader writes.
public final class ClusterMesh implements AutoCloseable {

  static final String TRUST_DOMAIN = "cluster.local";

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final ControllerOptions options;
  private final ControlPlaneNames names;
  private final Rotation rotation;
  private final ControlPlane controlPlane;
  private final ClusterSource source;
  private final GatewayApiSource gatewayApi;
  private final Election election;
  private final SoleInstallation installation;
  private final StatusWriter statuses;
  private final Deployer deployer;
  private final HealthServer health;
  private volatile @Nullable Published published;

  private ClusterMesh(ControllerOptions options, KubernetesClient client, Clock clock)
      throws IOException, GeneralSecurityException {
    this.options = options;
    names = new ControlPlaneNames(options.namespace(), TRUST_DOMAIN, options.clusterDomain());
    var random = new SecureRandom();
    var server = new ApiServer(client);
    var store = new RootSecret(client, options.namespace());
    var authority = Authority.open(store, clock, random, TRUST_DOMAIN);
    rotation = new Rotation(authority, clock, random);
    controlPlane =
        new ControlPlane(
            new ControlPlane.Compilation(settings(), NewVersions.TAKEN),
            new ClusterMembership(names),
            site(new TokenAuthenticator(client, TRUST_DOMAIN, clock)),
            new ControlPlane.Trust(authority, rotation),
            clock,
            new Ear());
    var candidate = new Election.Candidate(options.namespace(), "tulle-leader", options.pod());
    election = new Election(server, candidate, this::replicaLives, clock, random);
    installation = new SoleInstallation(client, options.namespace(), election::start);
    var observed = new ObservedStatuses(this::statusesChanged);
    var site = new FleetSite(names, options.xdsPort(), options.proxyImage(), authority.rootPem());
    deployer =
        new Deployer(
            client, site, election, () -> Optional.ofNullable(published), this::statusesChanged);
    statuses =
        new StatusWriter(
            new StatusWriter.Sources(
                () -> Optional.ofNullable(published), controlPlane::proxies, deployer::problems),
            observed,
            new StatusResource(server, new ServedVersions(server)),
            election,
            clock);
    gatewayApi = new GatewayApiSource(server, controlPlane::submit);
    source = new ClusterSource(client, observed, random, new Changes());
    health =
        new HealthServer(
            options.httpPort(), new HealthServer.Answers(this::notReady, this::metrics));
  }

  /// Runs from when this returns; serves from when all lists have arrived.
  public static ClusterMesh start(ControllerOptions options, KubernetesClient client, Clock clock)
      throws IOException, GeneralSecurityException, InterruptedException {
    var mesh = new ClusterMesh(options, client, clock);
    mesh.election.onChange(mesh::statusesChanged);
    mesh.gatewayApi.start();
    mesh.source.start();
    // whoever leads knows the world
    mesh.installation.start();
    mesh.statuses.start();
    mesh.deployer.start();
    return mesh;
  }

  /// Who writes: for whatever else the leader alone does.
  public Leadership leadership() {
    return election;
  }

  @Override
  public void close() {
    statuses.close();
    deployer.close();
    installation.close();
    election.close();
    source.close();
    gatewayApi.close();
    controlPlane.close();
    rotation.close();
    health.close();
  }

  private Settings settings() {
    return new Settings(
        TRUST_DOMAIN,
        options.clusterDomain(),
        new IngressGateway(
            ingressClass(),
            List.of("0.0.0.0"),
            HTTP,
            HTTPS,
            Optional.of(Kind.SERVICE.named(options.namespace(), Fleets.INGRESS))),
        GatewaySettings.ofCluster());
  }

  private ObjectName ingressClass() {
    return Kind.INGRESS_CLASS.named("", options.ingressClass());
  }

  private ControlPlane.Site site(Authenticator authenticator) {
    return new ControlPlane.Site(
        names.bearer(),
        List.of(
            new XdsServer.Address.Uncertified(
                new InetSocketAddress(options.xdsPort()), authenticator)));
  }

  /// By its pod; one that is no pod is not known to have ended.
  private boolean replicaLives(String replica) {
    var latest = published;
    return latest == null || latest.world().contains(Kind.POD.named(options.namespace(), replica));
  }

  private void statusesChanged() {
    statuses.changed();
  }

  private MetricSnapshots metrics() {
    var latest = published;
    return Metrics.of(
        new Metrics.Figures(
            controlPlane.counters().snapshot(),
            latest == null ? 0 : latest.sequence(),
            controlPlane.failures(),
            controlPlane.proxies().size(),
            election.isLeader(),
            statuses.written()));
  }

  private Optional<String> notReady() {
    if (published != null) {
      return Optional.empty();
    }
    var missing = source.missing();
    return Optional.of(missing.isEmpty() ? "the first compilation" : String.join(", ", missing));
  }

  private final class Changes implements ClusterSource.Sink {
    @Override
    public void start(List<Change> initial) {
      controlPlane.start(initial);
    }

    @Override
    public void submit(List<Change> changes) {
      controlPlane.submit(changes);
    }
  }

  private final class Ear implements ControlPlane.Listener {
    @Override
    public void published(Published next) {
      published = next;
      deployer.changed();
      statusesChanged();
    }

    @Override
    public void proxiesChanged() {
      statusesChanged();
    }
  }
}
