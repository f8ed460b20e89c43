package dev.tulle.cli.local.pod;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.net.Network;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.PodRecord;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the pods of an instance as processes of this machine, as a kubelet runs those of a node.
/// Owns the virtual threads of its pods, one that keeps their logs small, and one that watches
/// processes which are not its children.
///
/// Pods outlive it: `close` lets go of them, `stopAll` ends them. A later runtime of the same
/// instance takes over what it finds.
public final class PodRuntime implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PodRuntime.class);
  private static final Path NODE = Path.of("/proc/sys/kernel/hostname");
  private static final Duration LOG_CHECK = Duration.ofSeconds(1);

  private final Machine machine;
  private final Map<ObjectName, PodWorker> workers = new ConcurrentHashMap<>();
  private final Thread logs;

  /// What a runtime needs from those around it.
  public record Surroundings(
      References references,
      Draining draining,
      Resolver resolver,
      Sidecars sidecars,
      PodListener listener) {}

  public PodRuntime(Instance instance, Network network, Surroundings around, Clock clock)
      throws IOException {
    machine =
        new Machine(
            instance.pods(),
            network,
            Launcher.in(instance.run()),
            Launch.Origin.of(instance.folder(), System.getenv()),
            Files.readString(NODE).strip(),
            around.references(),
            around.draining(),
            around.resolver(),
            around.sidecars(),
            new ExitWatch(),
            clock,
            around.listener());
    logs = Thread.ofVirtual().name("pod-logs").start(this::keepLogsSmall);
  }

  /// Starts a new pod; returns at once. Its name must not be that of a pod that is still there.
  public void start(Pod pod) {
    var name = PodNames.name(pod);
    var folder = PodFolder.of(machine.pods(), name);
    var worker = new PodWorker(machine, folder, pod, () -> workers.remove(name));
    if (workers.putIfAbsent(name, worker) != null) {
      throw new IllegalStateException(name + " is still there");
    }
    worker.start();
  }

  /// Takes over the pods that a former runtime has left, and clears away what cannot be gone on
  /// with. To be called once, before `start`.
  public List<Pod> adopt() throws IOException {
    var found = new ArrayList<Pod>();
    for (var folder : PodFolder.all(machine.pods())) {
      var pod = read(folder);
      if (pod.isEmpty() || !adopt(folder, pod.get())) {
        folder.delete();
      } else {
        found.add(pod.get());
      }
    }
    machine.network().removeLeftovers();
    return List.copyOf(found);
  }

  private boolean adopt(PodFolder folder, Pod pod) throws IOException {
    var name = PodNames.name(pod);
    var network = machine.network().adopt(name, PodRecord.addresses(pod));
    if (network.isEmpty()) {
      return false;
    }
    var adopted = Adopted.read(machine, folder, pod, network.get());
    var worker = new PodWorker(machine, folder, pod, () -> workers.remove(name));
    workers.put(name, worker);
    worker.resume(adopted);
    LOG.info("{} is taken over", name);
    return true;
  }

  /// All pods that are there, as they were last reported; those that are being ended, too.
  public List<Pod> pods() {
    return workers.values().stream().map(PodWorker::pod).toList();
  }

  /// Ends a pod within its grace period; complete when nothing of it is left.
  public CompletableFuture<@Nullable Void> delete(ObjectName pod) {
    return worker(pod)
        .map(worker -> end(worker, PodNames.grace(worker.pod()), true))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /// Ends all pods together, without waiting for clients and with no more patience than `most`;
  /// returns when nothing is left of them.
  public void stopAll(Duration most) {
    var ends =
        workers.values().stream()
            .map(
                worker -> {
                  var own = PodNames.grace(worker.pod());
                  return end(worker, own.compareTo(most) < 0 ? own : most, false);
                })
            .toList();
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).exceptionally(_ -> null).join();
  }

  /// Lets go of the pods, which run on.
  @Override
  public void close() throws IOException {
    logs.interrupt();
    machine.exits().close();
    try {
      for (var worker : workers.values()) {
        worker.leave();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<@Nullable Void> end(
      PodWorker worker, Duration grace, boolean drain) {
    worker.delete(new PodEvent.Delete(grace, drain));
    return worker.gone();
  }

  private Optional<PodWorker> worker(ObjectName pod) {
    return Optional.ofNullable(workers.get(pod));
  }

  private static Optional<Pod> read(PodFolder folder) {
    try {
      return folder.read().filter(PodRuntime::hasAddress);
    } catch (IOException e) {
      LOG.warn("a pod is given up: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean hasAddress(Pod pod) {
    return pod.getStatus() != null && pod.getStatus().getPodIP() != null;
  }

  private void keepLogsSmall() {
    try {
      while (true) {
        Thread.sleep(LOG_CHECK);
        for (var folder : PodFolder.all(machine.pods())) {
          folder.cutLogs(LogFiles.MOST);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("the logs of pods are no longer kept small: {}", e.getMessage());
    }
  }
}
