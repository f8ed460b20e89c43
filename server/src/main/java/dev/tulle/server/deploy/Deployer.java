package dev.tulle.server.deploy;

import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import dev.tulle.server.kube.Leadership;
import dev.tulle.server.loop.Published;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns the one thread that makes the proxies of gateways, while this replica leads: applies what
/// differs from what there is, and takes away what is no longer wanted. What somebody else has made
/// under a name of ours is left alone, and the Gateway's status says so.
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
  private final Runnable problemsChanged;
  private Optional<OwnerReference> owner = Optional.empty();
  private Map<Fleet, List<HasMetadata>> objects = Map.of();
  private volatile Map<ObjectName, String> problems = Map.of();
  private final Thread thread = Thread.ofVirtual().name("deployer").unstarted(this::run);

  /// What was applied last, and the version of the object that came of it.
  private record Applied(HasMetadata wanted, String version) {}

  /// `published` is asked for the newest each time; `problemsChanged` is called when [#problems]
  /// says something else than before.
  public Deployer(
      KubernetesClient client,
      FleetSite site,
      Leadership leadership,
      Supplier<Optional<Published>> published,
      Runnable problemsChanged) {
    this.client = client;
    this.site = site;
    this.leadership = leadership;
    this.published = published;
    this.problemsChanged = problemsChanged;
    this.made = MadeObjects.watch(client, this::changed);
  }

  public void start() {
    thread.start();
  }

  /// Something may have to be made or taken away. Returns at once.
  public void changed() {
    var _ = news.offer(true);
  }

  /// What keeps a gateway from having its proxies, by gateway: one sentence. Empty while another
  /// replica leads.
  public Map<ObjectName, String> problems() {
    return problems;
  }

  private void run() {
    try {
      while (true) {
        var _ = news.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        if (!leadership.isLeader()) {
          applied.clear();
          tell(Map.of());
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
      var there = new HashMap<ObjectName, HasMetadata>();
      made.all().forEach(object -> there.put(MadeObjects.nameOf(object), object));
      var kept = new HashSet<ObjectName>();
      var found = new TreeMap<ObjectName, String>();
      for (var namespace : namespaces(fleets)) {
        var root = FleetObjects.root(namespace, site);
        kept.add(MadeObjects.nameOf(root));
        apply(root, there)
            .ifPresent(
                problem ->
                    fleets.wanted().stream()
                        .filter(fleet -> fleet.namespace().equals(namespace))
                        .forEach(fleet -> found.put(fleet.gateway(), problem)));
      }
      objects = objects(fleets.wanted());
      for (var fleet : fleets.wanted()) {
        for (var object : Objects.requireNonNull(objects.get(fleet))) {
          kept.add(MadeObjects.nameOf(object));
          apply(object, there).ifPresent(problem -> found.putIfAbsent(fleet.gateway(), problem));
        }
      }
      tell(found);
      prune(kept, fleets.undecided());
    } catch (RuntimeException e) {
      LOG.error("a bug while making gateways", e);
    }
  }

  /// Those of a fleet that is as it was are the same instances: most changes of a cluster are of
  /// endpoints, and touch none.
  private Map<Fleet, List<HasMetadata>> objects(List<Fleet> fleets) {
    var next = new HashMap<Fleet, List<HasMetadata>>();
    for (var fleet : fleets) {
      var known = objects.get(fleet);
      next.put(fleet, known != null ? known : FleetObjects.of(fleet, site));
    }
    return next;
  }

  private void tell(Map<ObjectName, String> found) {
    if (!found.equals(problems)) {
      found.forEach((gateway, problem) -> LOG.warn("{} lacks proxies: {}", gateway, problem));
      problems = Map.copyOf(found);
      problemsChanged.run();
    }
  }

  private static Set<String> namespaces(Fleets fleets) {
    var namespaces = new TreeSet<String>();
    fleets.wanted().forEach(fleet -> namespaces.add(fleet.namespace()));
    return namespaces;
  }

  /// The Deployment of the control plane, where it runs as one.
  private Optional<OwnerReference> owner() {
    if (owner.isEmpty()) {
      try {
        var names = site.controlPlane();
        var deployments = client.apps().deployments().inNamespace(names.namespace());
        owner =
            Optional.ofNullable(deployments.withName(names.identity().serviceAccount()).get())
                .map(Fleets::owner);
      } catch (KubernetesClientException e) {
        LOG.debug("our own Deployment cannot be looked at now", e);
      }
    }
    return owner;
  }

  /// What is wrong, if something is.
  private Optional<String> apply(HasMetadata wanted, Map<ObjectName, HasMetadata> made) {
    var name = MadeObjects.nameOf(wanted);
    var last = applied.get(name);
    var there = Optional.ofNullable(made.get(name));
    if (last != null
        && there.filter(object -> version(object).equals(last.version())).isPresent()
        && last.wanted().equals(wanted)) {
      return Optional.empty();
    }
    if (!leadership.isLeader()) {
      return Optional.empty();
    }
    try {
      var before = there.or(() -> Optional.ofNullable(client.resource(wanted).get()));
      if (before.isPresent() && !isOurs(before.get(), wanted)) {
        return Optional.of(
            name
                + " is there already and was not made for it, so it is left alone: delete it, or"
                + " rename the Gateway");
      }
      before.flatMap(object -> KeptReplicas.before(wanted, object)).ifPresent(this::keep);
      var became =
          client.resource(wanted).fieldManager(GatewayApi.TULLE).forceConflicts().serverSideApply();
      if (last == null || !last.wanted().equals(wanted)) {
        LOG.atInfo().addKeyValue("object", name).log("applied");
      }
      applied.put(name, new Applied(wanted, version(became)));
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(name + " cannot be made, which is tried again and again: " + words(e));
    }
  }

  /// What the API server said, without what we had asked it.
  private static String words(KubernetesClientException e) {
    return Optional.ofNullable(e.getStatus())
        .map(Status::getMessage)
        .orElseGet(() -> String.valueOf(e.getMessage()));
  }

  private void keep(Deployment replicas) {
    client.resource(replicas).fieldManager(KeptReplicas.MANAGER).serverSideApply();
  }

  /// With our label, and of the same Gateway: one that had the same name and is gone takes what was
  /// made for it with it.
  private static boolean isOurs(HasMetadata there, HasMetadata wanted) {
    var labels = there.getMetadata().getLabels();
    return labels != null
        && GatewayApi.TULLE.equals(labels.get(GatewayApi.MANAGED_BY))
        && owners(wanted).containsAll(owners(there));
  }

  private static Set<String> owners(HasMetadata object) {
    return Given.list(object.getMetadata().getOwnerReferences()).stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(OwnerReference::getUid)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Of a Deployment only what is asked of it counts, not how far it has come.
  private static String version(HasMetadata object) {
    var metadata = object.getMetadata();
    return object.getKind().equals(DEPLOYMENT)
        ? String.valueOf(metadata.getGeneration())
        : String.valueOf(metadata.getResourceVersion());
  }

  /// What lies beside no Gateway any more goes with it, by its owner; this is for what a Gateway
  /// once had and no longer asks for, and for what a namespace has while there are any.
  private void prune(Set<ObjectName> kept, Set<ObjectName> undecided) {
    made.all()
        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
        .filter(object -> !kept.contains(MadeObjects.nameOf(object)))
        .filter(object -> isRoot(object) ? isLast(object, undecided) : isOfGateway(object))
        .filter(object -> !undecided.contains(asService(object)))
        .toList()
        .forEach(this::delete);
  }

  private static boolean isRoot(HasMetadata object) {
    return object.getMetadata().getName().equals(FleetObjects.ROOT);
  }

  private static boolean isLast(HasMetadata root, Set<ObjectName> undecided) {
    var namespace = root.getMetadata().getNamespace();
    return undecided.stream().noneMatch(service -> service.namespace().equals(namespace));
  }

  /// A label alone is no proof: anybody can write one.
  private static boolean isOfGateway(HasMetadata object) {
    var metadata = object.getMetadata();
    return metadata.getName().equals(Fleets.INGRESS)
        || Given.list(metadata.getOwnerReferences()).stream()
            .anyMatch(
                owner ->
                    Boolean.TRUE.equals(owner.getController())
                        && Kind.GATEWAY.name().equals(owner.getKind())
                        && Given.text(owner.getApiVersion()).startsWith(GatewayApi.GROUP + "/"));
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
