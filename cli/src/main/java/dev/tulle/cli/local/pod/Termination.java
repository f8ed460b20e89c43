package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.net.Processes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The end of the containers of one pod: clients are waited for, then the main containers end
/// together, then the sidecars one after the other, the last one first. Runs on the caller's
/// thread; waits for each container as long as the pod's grace period allows, and then kills.
final class Termination {

  /// Clients that have not heard within this time will not.
  private static final Duration DRAIN = Duration.ofSeconds(5);

  /// What a container has at least, also where those before it have used up the grace period.
  private static final Duration LEAST = Duration.ofSeconds(2);

  private static final Duration HURRY = Duration.ofMillis(200);

  private final Machine machine;
  private final Pod pod;
  private final Map<String, ContainerProcess> processes;
  private final Hooks hooks;

  Termination(Machine machine, Pod pod, Map<String, ContainerProcess> processes, Hooks hooks) {
    this.machine = machine;
    this.pod = pod;
    this.processes = Map.copyOf(processes);
    this.hooks = hooks;
  }

  void run(Duration grace, boolean drain) throws InterruptedException {
    if (drain) {
      awaitDrained();
    }
    var deadline = machine.clock().instant().plus(grace);
    endTogether(
        pod.getSpec().getInitContainers().stream().filter(it -> !sidecar(it)).toList(), deadline);
    endTogether(pod.getSpec().getContainers(), deadline);
    for (var init : pod.getSpec().getInitContainers().reversed()) {
      if (sidecar(init)) {
        end(init, grace.isZero() ? deadline : later(deadline));
      }
    }
  }

  private void awaitDrained() throws InterruptedException {
    try {
      machine.draining().drained(pod).get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // The pod ends all the same: whoever still calls it is told by the closed connection.
      return;
    }
  }

  private void endTogether(List<Container> containers, Instant deadline)
      throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(
          containers.stream()
              .map(
                  container ->
                      Executors.callable(
                          () -> {
                            try {
                              end(container, deadline);
                            } catch (InterruptedException e) {
                              Thread.currentThread().interrupt();
                            }
                          }))
              .toList());
    }
  }

  private void end(Container container, Instant deadline) throws InterruptedException {
    var process = processes.get(container.getName());
    if (process != null) {
      end(container, process, deadline);
    }
  }

  /// Ends one container, also one whose pod goes on.
  void end(Container container, ContainerProcess process, Instant deadline)
      throws InterruptedException {
    if (process.ended().isDone()) {
      return;
    }
    var now = machine.clock().instant();
    if (deadline.isAfter(now)) {
      hooks.preStop(container, process, Duration.between(now, deadline));
      process.terminate();
      var rest = Duration.between(machine.clock().instant(), later(deadline));
      if (process.awaitEnd(rest)) {
        return;
      }
    }
    process.kill();
    process.awaitEnd(LEAST);
  }

  /// Kills all that is in a pod's network if it is not gone within a time: a second request for
  /// its end, with less patience than the first.
  static void hurry(Path network, CompletableFuture<?> gone, Duration most) {
    var time = most.compareTo(HURRY) < 0 ? HURRY : most;
    Thread.ofVirtual()
        .name("hurry")
        .start(
            () -> {
              try {
                gone.get(time.toMillis(), TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (ExecutionException | TimeoutException e) {
                Processes.killNetwork(network);
              }
            });
  }

  private Instant later(Instant deadline) {
    var least = machine.clock().instant().plus(LEAST);
    return deadline.isAfter(least) ? deadline : least;
  }

  private static boolean sidecar(Container init) {
    return "Always".equals(init.getRestartPolicy());
  }
}
