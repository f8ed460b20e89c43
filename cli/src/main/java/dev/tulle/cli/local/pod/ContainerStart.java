package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.net.PodNetwork;
import dev.tulle.cli.local.pod.ContainerRun.Phase;
import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// What becomes of it when one container is to start now.
sealed interface ContainerStart {

  Duration RETRY = Duration.ofSeconds(1);

  record Running(ContainerProcess process) implements ContainerStart {}

  /// It cannot start as things are.
  record Held(Phase.Waiting why) implements ContainerStart {}

  /// It was started and could not be: what Kubernetes calls a StartError.
  record Failed(String message) implements ContainerStart {}

  /// Where a pod's containers start.
  record Site(Machine machine, PodFolder folder, PodPlace place, PodNetwork network) {

    /// Starts it for the so manieth time.
    ContainerStart start(Container container, int number) {
      return switch (Launch.of(container, place, machine.references(), machine.origin())) {
        case Launch.Ready ready -> start(container, ready, number);
        case Launch.Refused(String reason, String message, boolean retried) -> {
          var until = retried ? machine.clock().instant().plus(RETRY) : Instant.MAX;
          yield new Held(new Phase.Waiting(reason, message, until));
        }
        case Launch.Failed(String message) -> new Failed(message);
      };
    }

    private ContainerStart start(Container container, Launch.Ready ready, int number) {
      var name = container.getName();
      try {
        var attempt = folder.attempt(name, number);
        var process = new ContainerProcess(attempt, network, machine.clock());
        var hostname = Hostnames.hostname(place.pod());
        var child = machine.launcher().start(ready, network, attempt, hostname, folder.log(name));
        var _ = child.onExit().thenRun(process::look);
        return new Running(process);
      } catch (IOException e) {
        var title = PodNames.text(place.pod());
        return new Failed("Container %s of %s: %s".formatted(name, title, e.getMessage()));
      }
    }
  }
}
