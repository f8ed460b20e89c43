package dev.tulle.server.deploy;

import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Kind;
import dev.tulle.server.kube.Leadership;
import dev.tulle.server.loop.Published;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns the one thread that makes the proxies of gateways, while this replica leads: applies what
/// differs from what there is, and takes away what is no longer wanted. What somebody else has made
/// under a name of ours is left alone.
public final class Deployer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String DEPLOYMENT = "Deployment";

  private final KubernetesClient client;
  private final FleetSite site;
  private final Leadership leadership;
  private final Supplier<Optional<Published>> published;
  private final MadeObjects made;
  private final BlockingQueue<Boolean> news = new ArrayBlockingQueue<>(1);
  private final Map<ObjectName, Applied> applied = new HashMap<>();
  private final Set<ObjectName> refused = new HashSet<>();
  private final Thread thread = Thread.ofVirtual().name("deployer").unstarted(this::run);

  /// What was applied last, and the version of the object that came of it.
  private record Applied(HasMetadata wanted, String version) {}

  /// `published` is asked for the newest each time.
  public Deployer(
      KubernetesClient client,
      FleetSite site,
      Leadership leadership,
      Supplier<Optional<Published>> published) {
    this.client = client;
    this.site = site;
    this.leadership = leadership;
    this.published = published;
    this.made = MadeObjects.watch(client, this::changed);
  }

  public void start() {
    thread.start();
  }

  /// Something may have to be made or taken away. Returns at once.
  public void changed() {
    var _ = news.offer(true);
  }

  private void run() {
    try {
      while (true) {
        var _ = news.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        if (!leadership.isLeader()) {
          applied.clear();
        } else if (made.isSynced()) {
          published.get().ifPresent(this::turn);
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException _) {
      LOG.debug("gateways are made no more");
    }
  }

  private void turn(Published now) {
    try {
      var fleets = Fleets.of(now, site.controlPlane().namespace(), owner());
      var kept = new HashSet<ObjectName>();
      for (var namespace : namespaces(fleets)) {
        apply(FleetObjects.root(namespace, site), kept);
      }
      for (var fleet : fleets.wanted()) {
        for (var object : FleetObjects.of(fleet, site)) {
          apply(object, kept);
        }
      }
      prune(kept, fleets.undecided());
    } catch (RuntimeException e) {
      LOG.error("a bug while making gateways", e);
    }
  }

  private static Set<String> namespaces(Fleets fleets) {
    var namespaces = new TreeSet<String>();
    fleets.wanted().forEach(fleet -> namespaces.add(fleet.namespace()));
    return namespaces;
  }

  /// The Deployment of the control plane, where it runs as one.
  private Optional<OwnerReference> owner() {
    try {
      var names = site.controlPlane();
      return Optional.ofNullable(
              client
                  .apps()
                  .deployments()
                  .inNamespace(names.namespace())
                  .withName(names.identity().serviceAccount())
                  .get())
          .map(Fleets::owner);
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  private void apply(HasMetadata wanted, Set<ObjectName> kept) {
    var name = MadeObjects.nameOf(wanted);
    kept.add(name);
    var there = made.get(wanted);
    var last = applied.get(name);
    if (last != null
        && there.filter(object -> version(object).equals(last.version())).isPresent()
        && last.wanted().equals(wanted)) {
      return;
    }
    if (!leadership.isLeader() || (there.isEmpty() && isForeign(wanted))) {
      return;
    }
    try {
      var became =
          client.resource(wanted).fieldManager(GatewayApi.TULLE).forceConflicts().serverSideApply();
      if (last == null || !last.wanted().equals(wanted)) {
        LOG.atInfo().addKeyValue("object", name).log("applied");
      }
      applied.put(name, new Applied(wanted, version(became)));
      refused.remove(name);
    } catch (KubernetesClientException e) {
      if (refused.add(name)) {
        LOG.warn("{} cannot be made and is tried again: {}", name, e.getMessage());
      }
    }
  }

  /// Whether somebody else has made an object of that name.
  private boolean isForeign(HasMetadata wanted) {
    var name = MadeObjects.nameOf(wanted);
    try {
      var there = client.resource(wanted).get();
      boolean foreign = there != null && !isOurs(there);
      if (foreign && refused.add(name)) {
        LOG.warn(
            "{} is there already and not ours, so it is left alone: rename it, or its Gateway",
            name);
      }
      return foreign;
    } catch (KubernetesClientException e) {
      LOG.warn("{} cannot be looked at and is tried again: {}", name, e.getMessage());
      return true;
    }
  }

  private static boolean isOurs(HasMetadata object) {
    var labels = object.getMetadata().getLabels();
    return labels != null && GatewayApi.TULLE.equals(labels.get(GatewayApi.MANAGED_BY));
  }

  /// Of a Deployment only what is asked of it counts, not how far it has come.
  private static String version(HasMetadata object) {
    var metadata = object.getMetadata();
    return object.getKind().equals(DEPLOYMENT)
        ? String.valueOf(metadata.getGeneration())
        : String.valueOf(metadata.getResourceVersion());
  }

  /// What lies beside no Gateway any more goes with it, by its owner; this is for what a Gateway
  /// once had and no longer asks for.
  private void prune(Set<ObjectName> kept, Set<ObjectName> undecided) {
    made.all()
        .filter(object -> !object.getMetadata().getName().equals(FleetObjects.ROOT))
        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
        .filter(object -> !kept.contains(MadeObjects.nameOf(object)))
        .filter(object -> !undecided.contains(asService(object)))
        .toList()
        .forEach(this::delete);
  }

  private static ObjectName asService(HasMetadata object) {
    var metadata = object.getMetadata();
    return Kind.SERVICE.named(metadata.getNamespace(), metadata.getName());
  }

  private void delete(HasMetadata object) {
    var name = MadeObjects.nameOf(object);
    if (!leadership.isLeader()) {
      return;
    }
    try {
      client
          .resource(object)
          .lockResourceVersion(object.getMetadata().getResourceVersion())
          .delete();
      applied.remove(name);
      LOG.atInfo().addKeyValue("object", name).log("taken away");
    } catch (KubernetesClientException e) {
      LOG.warn("{} cannot be taken away and is tried again: {}", name, e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    made.close();
  }
}
