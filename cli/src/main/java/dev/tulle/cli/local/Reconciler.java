package dev.tulle.cli.local;

import dev.tulle.cli.local.controller.Action;
import dev.tulle.cli.local.controller.GatewayObjects;
import dev.tulle.cli.local.controller.JobEnd;
import dev.tulle.cli.local.controller.ServiceAddresses;
import dev.tulle.cli.local.controller.Workloads;
import dev.tulle.cli.local.net.AddressBlock;
import dev.tulle.cli.local.pod.PodListener;
import dev.tulle.cli.local.pod.PodRuntime;
import dev.tulle.core.manifest.ManifestObject;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.server.source.FolderState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the pods of this machine what the folder asks for, and tells the control loop what there
/// is. Owns one thread, which takes all that has arrived and never waits for more.
final class Reconciler implements PodListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
  private static final Duration LONG = Duration.ofHours(1);

  /// What came of one turn.
  record Turn(
      FolderState folder,
      List<Pod> pods,
      ServiceAddresses.Allocation services,
      Workloads.Outcome outcome,
      List<SliceRecord> slices,
      SortedMap<ObjectName, Gateway> gateways,
      List<Change> changes) {}

  /// Lasting files and settings of an instance.
  record Ground(
      Workloads workloads,
      List<AddressBlock> blocks,
      RememberedFile<String> addresses,
      RememberedFile<JobEnd> ended,
      RememberedFile<String> seen,
      Clock clock,
      PodAdmission admission,
      Consumer<String> say) {}

  private sealed interface Letter {
    record Folder(FolderState state) implements Letter {}

    record PodChanged(Pod pod) implements Letter {}

    record PodGone(ObjectName pod) implements Letter {}

    record GatewaysMoved(Map<ObjectName, String> addresses) implements Letter {}

    record Barrier(CompletableFuture<Boolean> reached) implements Letter {}

    record Stop() implements Letter {}
  }

  private final Ground ground;
  private final BlockingQueue<Letter> mailbox = new LinkedBlockingQueue<>();
  private final Thread thread = Thread.ofPlatform().name("reconciler").unstarted(this::run);
  private final LocalWorld world = new LocalWorld();
  private final Map<ObjectName, Pod> pods = new TreeMap<>();
  private final Set<ObjectName> ending = new HashSet<>();
  private Map<ObjectName, String> gatewayAddresses = Map.of();
  private final Consumer<Turn> outlet;
  private @Nullable PodRuntime runtime;
  private volatile @Nullable FolderState folder;
  private final FirstSeen firstSeen;
  private Map<String, String> remembered;
  private Map<String, JobEnd> ended;
  private Instant due = Instant.MAX;

  /// `outlet` is given each turn but the first, on this object's thread.
  Reconciler(Ground ground, Consumer<Turn> outlet) {
    this.ground = ground;
    this.outlet = outlet;
    this.remembered = load(ground.addresses());
    this.ended = load(ground.ended());
    this.firstSeen = new FirstSeen(load(ground.seen()));
  }

  /// The first turn, on the caller's thread, with the pods that a former run left and the folder of
  /// which it must have been told before; from then on one for each batch of news.
  Turn start(PodRuntime podRuntime, List<Pod> adopted) {
    runtime = podRuntime;
    adopted.forEach(pod -> pods.put(nameOf(pod), pod));
    var news = new ArrayList<Letter>();
    mailbox.drainTo(news);
    news.forEach(this::take);
    var first = turn();
    act(podRuntime, first.outcome().actions());
    thread.start();
    return first;
  }

  void folderChanged(FolderState state) {
    mailbox.add(new Letter.Folder(state));
  }

  @Override
  public void changed(Pod pod) {
    mailbox.add(new Letter.PodChanged(pod));
  }

  @Override
  public void gone(Pod last) {
    mailbox.add(new Letter.PodGone(nameOf(last)));
  }

  /// Where the Envoys of Gateways are now.
  void gatewaysMoved(Map<ObjectName, String> addresses) {
    mailbox.add(new Letter.GatewaysMoved(Map.copyOf(addresses)));
  }

  /// The folder as the pods are to have it.
  FolderState folder() {
    return Objects.requireNonNull(folder, "the folder is told of before the start");
  }

  /// Waits until the outlet has been given what came of all news before.
  void settle() throws InterruptedException {
    var reached = new CompletableFuture<Boolean>();
    mailbox.add(new Letter.Barrier(reached));
    while (thread.isAlive()) {
      try {
        reached.get(100, TimeUnit.MILLISECONDS);
        return;
      } catch (java.util.concurrent.TimeoutException e) {
        // the thread may have ended meanwhile: look again
      } catch (java.util.concurrent.ExecutionException e) {
        throw new IllegalStateException("a barrier never fails", e);
      }
    }
  }

  @Override
  public void close() {
    mailbox.add(new Letter.Stop());
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static ObjectName nameOf(Pod pod) {
    return new ObjectName("Pod", pod.getMetadata().getNamespace(), pod.getMetadata().getName());
  }

  private void run() {
    var letters = new ArrayList<Letter>();
    while (true) {
      letters.clear();
      try {
        var first = mailbox.poll(untilDue().toMillis() + 1, TimeUnit.MILLISECONDS);
        if (first != null) {
          letters.add(first);
        }
      } catch (InterruptedException e) {
        return;
      }
      mailbox.drainTo(letters);
      if (letters.stream().anyMatch(Letter.Stop.class::isInstance)) {
        return;
      }
      letters.forEach(this::take);
      try {
        var turn = turn();
        outlet.accept(turn);
        act(Objects.requireNonNull(runtime), turn.outcome().actions());
      } catch (RuntimeException e) {
        log.error("a bug while reconciling the folder with its pods", e);
      }
      for (var letter : letters) {
        if (letter instanceof Letter.Barrier(var reached)) {
          reached.complete(true);
        }
      }
    }
  }

  private Duration untilDue() {
    if (due.equals(Instant.MAX)) {
      return LONG;
    }
    var left = Duration.between(ground.clock().instant(), due);
    return left.isNegative() ? Duration.ZERO : left.compareTo(LONG) < 0 ? left : LONG;
  }

  private void take(Letter letter) {
    switch (letter) {
      case Letter.Folder(var state) -> folder = state;
      case Letter.PodChanged(var pod) -> pods.put(nameOf(pod), marked(pod));
      case Letter.PodGone(var name) -> {
        pods.remove(name);
        ending.remove(name);
      }
      case Letter.GatewaysMoved(var addresses) -> gatewayAddresses = addresses;
      case Letter.Barrier _, Letter.Stop _ -> {}
    }
  }

  private Turn turn() {
    var objects = new TreeMap<ObjectName, HasMetadata>();
    var state = folder();
    state.inForce().forEach((name, object) -> objects.put(name, object.object()));
    save(ground.seen(), firstSeen.stamp(objects, ground.clock().instant()));
    var gateways = GatewayObjects.gateways(objects);
    objects.putAll(GatewayObjects.missing(objects, gateways));
    var allocation = addresses(objects);
    allocation
        .services()
        .forEach(
            service ->
                objects.put(
                    new ObjectName(
                        "Service",
                        service.getMetadata().getNamespace(),
                        service.getMetadata().getName()),
                    service));
    var observed = List.copyOf(pods.values());
    var outcome =
        ground
            .workloads()
            .reconcile(
                new Workloads.Observation(
                    objects.values(), observed, ended, ground.clock().instant()));
    ended = outcome.ended();
    due = outcome.next().orElse(Instant.MAX);
    save(ground.ended(), ended);
    var slices = new ArrayList<>(outcome.slices());
    slices.addAll(GatewayObjects.endpoints(objects, gatewayAddresses));
    var changes = world.changes(objects, allocation.services(), slices, observed);
    return new Turn(state, observed, allocation, outcome, slices, gateways, changes);
  }

  private ServiceAddresses.Allocation addresses(Map<ObjectName, HasMetadata> objects) {
    var services =
        objects.values().stream()
            .filter(Service.class::isInstance)
            .map(Service.class::cast)
            .toList();
    var allocation = ServiceAddresses.allocate(services, ground.blocks(), remembered);
    if (!allocation.remembered().equals(remembered)) {
      remembered = allocation.remembered();
      save(ground.addresses(), remembered);
    }
    return new ServiceAddresses.Allocation(
        allocation.services().stream().map(GatewayObjects::assigned).toList(),
        allocation.remembered(),
        allocation.statuses());
  }

  private <T> Map<String, T> load(RememberedFile<T> file) {
    var loaded = file.load();
    loaded.problem().ifPresent(ground.say());
    return loaded.entries();
  }

  private static <T> void save(RememberedFile<T> file, Map<String, T> entries) {
    try {
      file.save(entries);
    } catch (IOException e) {
      log.warn("what is to outlive this run cannot be kept: {}", e.getMessage());
    }
  }

  private void act(PodRuntime podRuntime, List<Action> actions) {
    for (var action : actions) {
      switch (action) {
        case Action.Create(var wanted) -> {
          var pod = ground.admission().admit(wanted, namespaceOf(wanted));
          pods.put(nameOf(pod), pod);
          podRuntime.start(pod);
        }
        case Action.Delete(var name, var reason) -> {
          log.info("{} is deleted: {}", name, reason);
          ending.add(name);
          Optional.ofNullable(pods.get(name)).ifPresent(pod -> pods.put(name, marked(pod)));
          var _ = podRuntime.delete(name);
        }
      }
    }
  }

  private Optional<HasMetadata> namespaceOf(Pod pod) {
    var name = new ObjectName("Namespace", "", pod.getMetadata().getNamespace());
    return Optional.ofNullable(folder().inForce().get(name)).map(ManifestObject::object);
  }

  /// News of a pod that was sent before it heard of its end must not make it look alive again.
  private Pod marked(Pod pod) {
    if (!ending.contains(nameOf(pod)) || pod.getMetadata().getDeletionTimestamp() != null) {
      return pod;
    }
    return new PodBuilder(pod)
        .editMetadata()
        .withDeletionTimestamp(ground.clock().instant().toString())
        .endMetadata()
        .build();
  }
}
