package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.net.PodNetwork;
import dev.tulle.cli.local.net.Processes;
import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a pod has before its containers start and until they have ended: a network of its own, and
/// in it its sidecar. Used by the pod's own thread only, but for `end`.
final class PodSandbox {

  private static final Duration RETRY = Duration.ofSeconds(1);

  /// For clients that are owed an answer by a program that has ended.
  private static final Duration DRAIN = Duration.ofSeconds(2);

  /// What keeps a pod's containers from starting; it is to be looked at again at a time.
  record Hindrance(String reason, String message, Instant again) {

    /// Nothing that anyone has to be told of.
    static final Hindrance NONE = new Hindrance("ContainerCreating", "", Instant.MAX);
  }

  private final Machine machine;
  private final Consumer<Sidecars.State> news;
  private Optional<PodNetwork> network = Optional.empty();
  private @Nullable Sidecar sidecar;
  private Optional<Hindrance> hindrance = Optional.of(Hindrance.NONE);

  /// `news` of the sidecar is called from any thread, and to be handed to `hear`.
  PodSandbox(Machine machine, Consumer<Sidecars.State> news) {
    this.machine = machine;
    this.news = news;
  }

  Optional<PodNetwork> network() {
    return network;
  }

  PodNetwork attached() {
    return network.orElseThrow();
  }

  Sidecar sidecar() {
    return sidecar == null ? Sidecar.NONE : sidecar;
  }

  /// Goes on with a network that stands already.
  void takeOver(PodNetwork former) {
    network = Optional.of(former);
  }

  void hear(Sidecars.State state) {
    hindrance =
        switch (state) {
          case Sidecars.State.Ready _ -> Optional.empty();
          case Sidecars.State.Trouble(var reason, var message) ->
              Optional.of(new Hindrance(reason, message, Instant.MAX));
        };
  }

  /// Makes what lacks, and tells what the containers have to wait for. Those of a pod that has
  /// begun already wait for nothing but the network.
  Optional<Hindrance> prepare(Pod pod, boolean begun) {
    if (network.isEmpty()) {
      try {
        var host = Hostnames.of(pod, machine.resolver());
        network = Optional.of(machine.network().attach(PodNames.name(pod), host));
      } catch (IOException e) {
        var again = machine.clock().instant().plus(RETRY);
        return Optional.of(
            new Hindrance("FailedCreatePodSandBox", String.valueOf(e.getMessage()), again));
      }
    }
    if (sidecar == null) {
      var users = Launch.users(pod.getSpec());
      sidecar =
          machine.sidecars().start(new Sidecars.Request(pod, network.get(), users, begun), news);
    }
    return begun ? Optional.empty() : hindrance;
  }

  /// Nothing is to run in it any more, as the pod's containers have ended; its network stays.
  void end() throws InterruptedException {
    if (sidecar != null) {
      sidecar.end(DRAIN);
    } else {
      // what a former Tulle may have left of one
      network.map(PodNetwork::file).ifPresent(Processes::killNetwork);
    }
  }

  void leave() {
    sidecar().leave();
  }

  void remove(ObjectName pod) throws IOException {
    if (network.isPresent()) {
      machine.network().detach(network.get());
    }
    machine.sidecars().remove(pod);
  }
}
