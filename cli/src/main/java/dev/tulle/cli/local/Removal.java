package dev.tulle.cli.local;

import dev.tulle.cli.instance.Directories;
import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.names.NameServerProcess;
import dev.tulle.cli.local.net.Network;
import dev.tulle.cli.local.pod.Draining;
import dev.tulle.cli.local.pod.PodListener;
import dev.tulle.cli.local.pod.PodRuntime;
import dev.tulle.cli.local.pod.References;
import dev.tulle.cli.local.pod.Resolver;
import dev.tulle.cli.local.pod.Sidecars;
import dev.tulle.cli.local.proxy.EnvoyProcess;
import dev.tulle.cli.outcome.Failure;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Removes all that runs of a folder, whoever started it and however that ended: the process of
/// `up`, pods, proxies, their networks and files. Only `Instance.state()` stays.
public final class Removal {

  private static final Duration FOR_UP = Duration.ofSeconds(30);
  private static final Duration FOR_PODS = Duration.ofSeconds(10);

  private final Instance instance;
  private final Consumer<String> say;

  private Removal(Instance instance, Consumer<String> say) {
    this.instance = instance;
    this.say = say;
  }

  /// Whether there is anything to remove.
  public static boolean isNeeded(Instance instance) throws IOException {
    return Files.exists(instance.run()) || Ownership.owner(instance).isPresent();
  }

  public static void of(Instance instance, Consumer<String> say)
      throws Failure, IOException, InterruptedException {
    var removal = new Removal(instance, say);
    removal.endOwner();
    // a new `up` must not start while its predecessor's remains are taken away
    try (var _ = Ownership.take(instance)) {
      removal.removeRemains();
    }
  }

  /// `up` removes everything itself when it is asked to end; what it cannot is done here.
  private void endOwner() throws IOException, InterruptedException {
    var owner = Ownership.owner(instance).flatMap(ProcessHandle::of);
    if (owner.isEmpty()) {
      return;
    }
    say.accept("ending process " + owner.get().pid() + ", which runs it");
    owner.get().destroy();
    if (!ended(owner.get())) {
      say.accept("it does not end: killing it");
      owner.get().destroyForcibly();
      ended(owner.get());
    }
  }

  private static boolean ended(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(FOR_UP.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("an end never fails", e);
    }
  }

  private void removeRemains() throws IOException {
    if (Files.isDirectory(instance.proxies())) {
      try (var proxies = Files.list(instance.proxies())) {
        for (var proxy : proxies.toList()) {
          EnvoyProcess.stopLeftBehind(proxy);
        }
      }
    }
    NameServerProcess.stopLeftBehind(instance.names());
    if (hasPods()) {
      endPods();
    }
    Network.remove(instance);
    Directories.delete(instance.run());
  }

  private boolean hasPods() throws IOException {
    if (!Files.isDirectory(instance.pods())) {
      return false;
    }
    try (var pods = Files.list(instance.pods())) {
      return pods.findAny().isPresent();
    }
  }

  /// Gracefully, as `up` does.
  private void endPods() throws IOException {
    var around =
        new PodRuntime.Surroundings(
            new Nothing(), Draining.NONE, Resolver.MACHINE, Sidecars.NONE, new Nobody());
    try (var network = Network.open(instance);
        var runtime = new PodRuntime(instance, network, around, Clock.systemUTC())) {
      var pods = runtime.adopt();
      say.accept("ending " + pods.size() + (pods.size() == 1 ? " pod" : " pods"));
      runtime.stopAll(FOR_PODS);
    }
  }

  private record Nothing() implements References {
    @Override
    public Optional<Map<String, String>> configMap(String namespace, String name) {
      return Optional.empty();
    }

    @Override
    public Optional<Map<String, String>> secret(String namespace, String name) {
      return Optional.empty();
    }
  }

  private record Nobody() implements PodListener {
    @Override
    public void changed(Pod pod) {}

    @Override
    public void gone(Pod last) {}
  }
}
