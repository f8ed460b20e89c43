package dev.tulle.cli.local.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.net.LocalHost;
import dev.tulle.cli.local.net.Network;
import dev.tulle.cli.local.net.Tool;
import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A real instance for tests: a bridge of its own, pods in real network namespaces, and a record of
/// everything that was reported. Closing it ends all pods and asserts that nothing is left.
final class PodBed implements AutoCloseable, PodListener {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final Instance instance;
  final Network network;
  final Map<String, Map<String, String>> configMaps = new HashMap<>();
  final List<Pod> reports = new CopyOnWriteArrayList<>();
  private final List<String> gone = new ArrayList<>();
  private final Path root;
  private Draining draining = Draining.NONE;
  private PodRuntime runtime;

  /// Skips the test where pods cannot run.
  PodBed(Path root) throws IOException {
    var lacks = LocalHost.check();
    assumeTrue(lacks.isEmpty(), () -> "pods cannot run here: " + String.join(" ", lacks));
    this.root = root;
    var key = "%08x".formatted(new SecureRandom().nextInt());
    var folder = Files.createDirectories(root.resolve("folder"));
    instance =
        new Instance(folder, "test-" + key, root.resolve("run"), root.resolve("state/" + key));
    network = Network.open(instance);
    runtime = open();
  }

  private PodRuntime open() throws IOException {
    return new PodRuntime(
        instance,
        network,
        new PodRuntime.Surroundings(
            new Maps(), pod -> draining.drained(pod), Resolver.MACHINE, Sidecars.NONE, this),
        Clock.systemUTC());
  }

  private final class Maps implements References {
    @Override
    public Optional<Map<String, String>> configMap(String namespace, String name) {
      return Optional.ofNullable(configMaps.get(name));
    }

    @Override
    public Optional<Map<String, String>> secret(String namespace, String name) {
      return Optional.empty();
    }
  }

  PodRuntime runtime() {
    return runtime;
  }

  void drainBy(Draining next) {
    draining = next;
  }

  /// Lets go of the runtime as a `kill -9` does, and lets another take over.
  List<Pod> reopen() throws IOException {
    runtime.close();
    runtime = open();
    return runtime.adopt();
  }

  static ContainerBuilder container(String name, String... command) {
    return new ContainerBuilder().withName(name).withImage("none").withCommand(command);
  }

  /// A container that runs a shell script.
  static ContainerBuilder script(String name, String script) {
    return container(name, "sh", "-c", script);
  }

  static PodBuilder pod(String name, ContainerBuilder... containers) {
    var list = List.of(containers).stream().map(ContainerBuilder::build).toList();
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .withUid("uid-" + name)
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .withTerminationGracePeriodSeconds(5L)
        .withContainers(list)
        .endSpec();
  }

  Pod start(PodBuilder pod) {
    var built = pod.build();
    runtime.start(built);
    return built;
  }

  static ObjectName name(String pod) {
    return new ObjectName("Pod", "default", pod);
  }

  @Override
  public synchronized void changed(Pod pod) {
    reports.add(pod);
    notifyAll();
  }

  @Override
  public synchronized void gone(Pod last) {
    gone.add(last.getMetadata().getName());
    notifyAll();
  }

  synchronized boolean isGone(String pod) {
    return gone.contains(pod);
  }

  /// The latest report of a pod.
  synchronized @Nullable Pod latest(String pod) {
    return reports.reversed().stream()
        .filter(it -> it.getMetadata().getName().equals(pod))
        .findFirst()
        .orElse(null);
  }

  Pod reported(String pod) {
    return Objects.requireNonNull(latest(pod), pod);
  }

  /// Waits until a pod is reported as wanted.
  synchronized Pod await(String pod, Predicate<Pod> wanted) throws InterruptedException {
    var until = Instant.now().plus(PATIENCE);
    while (true) {
      var latest = latest(pod);
      if (latest != null && latest.getStatus() != null && wanted.test(latest)) {
        return latest;
      }
      var rest = Duration.between(Instant.now(), until).toMillis();
      assertThat(rest).as("%s did not come about; it is %s", pod, latest).isPositive();
      wait(Math.max(1, rest));
    }
  }

  Pod awaitReady(String pod) throws InterruptedException {
    return await(pod, PodBed::ready);
  }

  static boolean ready(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }

  static boolean phase(Pod pod, String phase) {
    return pod.getStatus() != null && phase.equals(pod.getStatus().getPhase());
  }

  String log(String pod, String container) throws IOException {
    return Files.readString(PodFolder.of(instance.pods(), name(pod)).log(container));
  }

  /// Waits for a file that a container writes, and gives what is in it.
  static String awaitFile(Path file) throws IOException, InterruptedException {
    var until = Instant.now().plus(PATIENCE);
    while (!Files.exists(file) || !Files.readString(file).endsWith("\n")) {
      assertThat(Instant.now()).as("%s did not come about", file).isBefore(until);
      Thread.sleep(2);
    }
    return Files.readString(file).strip();
  }

  static void awaitExists(Path file) throws InterruptedException {
    awaitTrue(() -> Files.exists(file));
  }

  static void awaitText(Path file, String text) throws InterruptedException {
    awaitTrue(() -> Files.exists(file) && Files.readString(file).contains(text));
  }

  /// Waits for what nobody tells of.
  static void awaitTrue(Callable<Boolean> condition) throws InterruptedException {
    var until = Instant.now().plus(PATIENCE);
    try {
      while (!condition.call()) {
        assertThat(Instant.now()).as("it did not come about").isBefore(until);
        Thread.sleep(2);
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  Path file(String name) {
    return root.resolve(name);
  }

  @Override
  public void close() throws IOException {
    runtime.stopAll(Duration.ofSeconds(1));
    runtime.close();
    network.close();
    var key = instance.key();
    assertThat(Path.of("/sys/class/net").toFile().list((_, name) -> name.contains(key))).isEmpty();
    for (var folder : List.of("/run/netns", "/etc/netns")) {
      var left = Path.of(folder).toFile().list((_, name) -> name.contains(key));
      assertThat(left == null ? new String[0] : left).as("left in %s", folder).isEmpty();
    }
    assertThat(Tool.NFT.run("", "list", "tables")).doesNotContain(key);
    assertThat(processes(key)).as("processes left").isEmpty();
    assertThat(PodFolder.all(instance.pods())).isEmpty();
  }

  private static List<String> processes(String key) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains("tulle-" + key) || line.contains("test-" + key))
        .toList();
  }
}
