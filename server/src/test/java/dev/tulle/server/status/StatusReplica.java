package dev.tulle.server.status;

import dev.tulle.core.compile.Compiler;
import dev.tulle.core.compile.Settings;
import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.ingress.IngressGateway;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.World;
import dev.tulle.server.kube.ApiServer;
import dev.tulle.server.kube.ClusterSource;
import dev.tulle.server.kube.Election;
import dev.tulle.server.kube.ObservedStatuses;
import dev.tulle.server.kube.ServedVersions;
import dev.tulle.server.kube.StatusResource;
import dev.tulle.server.loop.Published;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A replica of a control plane, as far as statuses go: it follows an API server, compiles, and
/// writes while it leads. No proxies are connected to it. Counts what it writes.
final class StatusReplica implements AutoCloseable {

  private final Compiler compiler;
  private final AtomicInteger writes = new AtomicInteger();
  private final KubernetesClient client;
  private final Election election;
  private final ClusterSource source;
  private final StatusWriter writer;
  private World world = World.empty();
  private long sequence;
  private volatile @Nullable Published published;

  /// `lease` is what replicas of one control plane have in common; the Service `edge` of the
  /// namespace stands before the proxies of Ingresses whose class has the namespace's name.
  StatusReplica(String namespace, String lease, String name) {
    client =
        new KubernetesClientBuilder()
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("writes", new Writes()))
            .build();
    compiler = new Compiler(settings(namespace));
    var server = new ApiServer(client);
    var observed = new ObservedStatuses(this::changed);
    election =
        new Election(
            server,
            new Election.Candidate(namespace, lease, name),
            _ -> true,
            Clock.systemUTC(),
            new Random(1));
    writer =
        new StatusWriter(
            new StatusWriter.Sources(
                () -> Optional.ofNullable(published), () -> List.of(), () -> Map.of()),
            observed,
            new StatusResource(server, new ServedVersions(server)),
            election,
            Clock.systemUTC());
    source = new ClusterSource(client, observed, new Random(1), new Sink());
    election.onChange(this::changed);
  }

  private static Settings settings(String namespace) {
    return new Settings(
        "cluster.local",
        "cluster.local",
        new IngressGateway(
            Kind.INGRESS_CLASS.named("", namespace),
            List.of("0.0.0.0"),
            80,
            443,
            Optional.of(Kind.SERVICE.named(namespace, "edge"))),
        GatewaySettings.standard());
  }

  void start() throws InterruptedException {
    source.start();
    election.start();
    writer.start();
  }

  boolean leads() {
    return election.isLeader();
  }

  /// How many statuses and Events it has written.
  int writes() {
    return writes.get();
  }

  private void changed() {
    writer.changed();
  }

  private void publish(World next) {
    world = next;
    sequence++;
    published =
        new Published(
            sequence,
            next,
            compiler.compile(next),
            Collections.emptySortedMap(),
            Collections.emptyMap());
    changed();
  }

  @Override
  public void close() {
    writer.close();
    election.close();
    source.close();
    client.close();
  }

  private final class Sink implements ClusterSource.Sink {
    @Override
    public void start(List<Change> initial) {
      publish(World.of(initial));
    }

    @Override
    public void submit(List<Change> changes) {
      publish(world.with(changes));
    }
  }

  private final class Writes implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      var path = request.uri().getPath();
      if (request.method().equals("PATCH") && !path.contains("/leases/")) {
        writes.incrementAndGet();
      }
    }
  }
}
