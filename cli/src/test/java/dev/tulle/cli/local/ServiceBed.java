package dev.tulle.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.controller.Workloads;
import dev.tulle.cli.local.net.LocalHost;
import dev.tulle.cli.local.net.Network;
import dev.tulle.cli.local.net.Tool;
import dev.tulle.cli.local.pod.PodRuntime;
import dev.tulle.cli.local.pod.Sidecars;
import dev.tulle.server.source.FolderSource;
import dev.tulle.server.source.FolderWatch;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A folder that runs as `up` runs it, but without proxies: real pods in real namespaces, that know
/// one another by the names and addresses of Services alone. Closing it asserts that nothing is
/// left.
final class ServiceBed implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final Instance instance;
  private final Network network;
  private final ServiceNetwork services;
  private final Reconciler reconciler;
  private final PodRuntime runtime;
  private final FolderWatch watch;
  private volatile Reconciler.Turn latest;

  /// Starts the folder `root/folder`, which is there. Skips the test where pods cannot run.
  ServiceBed(Path root) throws Exception {
    this(root, newInstance(root));
  }

  private ServiceBed(Path root, Instance instance) throws Exception {
    this.instance = instance;
    folder = root.resolve("folder");
    network = Network.open(instance);
    services = new ServiceNetwork(instance, network, () -> {});
    reconciler =
        new Reconciler(
            new Reconciler.Ground(
                new Workloads("node", new Random(1)),
                network.serviceBlocks(),
                RememberedFile.addresses(instance.state()),
                RememberedFile.endedJobs(instance.run()),
                RememberedFile.firstSeen(instance.run()),
                Clock.systemUTC(),
                new PodAdmission(""),
                _ -> {}),
            this::turned);
    runtime =
        new PodRuntime(
            instance,
            network,
            new PodRuntime.Surroundings(
                new FolderReferences(reconciler::folder),
                this::drained,
                services,
                Sidecars.NONE,
                reconciler),
            Clock.systemUTC());
    watch = FolderSource.watch(folder, "folder", (now, _) -> reconciler.folderChanged(now));
    latest = reconciler.start(runtime, runtime.adopt());
    services.start(latest.changes());
  }

  private static Instance newInstance(Path root) throws IOException {
    var lacks = LocalHost.check();
    assumeTrue(lacks.isEmpty(), () -> "pods cannot run here: " + String.join(" ", lacks));
    var key = "%08x".formatted(new SecureRandom().nextInt());
    var folder = Files.createDirectories(root.resolve("folder"));
    return new Instance(folder, "test-" + key, root.resolve("run"), root.resolve("state/" + key));
  }

  /// Lets go of everything as a `kill -9` does, and takes it over again.
  ServiceBed reopened(Path root) throws Exception {
    letGo();
    return new ServiceBed(root, instance);
  }

  private void letGo() throws IOException {
    watch.close();
    reconciler.close();
    runtime.close();
    services.leave();
  }

  private void turned(Reconciler.Turn turn) {
    services.turned(turn.changes());
    latest = turn;
  }

  private CompletableFuture<@Nullable Void> drained(Pod pod) {
    return CompletableFuture.runAsync(this::settle).thenApply(_ -> null);
  }

  /// Waits until what is known is in force.
  void settle() {
    try {
      reconciler.settle();
      assertThat(services.awaitApplied(PATIENCE)).as("the rules are applied").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void save(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  void edit(String file, String from, String to) throws IOException {
    var text = Files.readString(folder.resolve(file));
    assertThat(text).contains(from);
    save(file, text.replace(from, to));
  }

  Network network() {
    return network;
  }

  ServiceNetwork services() {
    return services;
  }

  List<Pod> pods(String app) {
    return latest.pods().stream()
        .filter(pod -> app.equals(pod.getMetadata().getLabels().get("app")))
        .toList();
  }

  static boolean ready(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }

  /// Waits until so many pods of an app, and no others, are there and ready, and the rules know.
  List<Pod> awaitReady(String app, int count) throws InterruptedException {
    await(
        count + " ready pods of " + app,
        turn -> pods(app).size() == count && pods(app).stream().allMatch(ServiceBed::ready));
    settle();
    return pods(app);
  }

  void await(String what, Predicate<Reconciler.Turn> wanted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!wanted.test(latest)) {
      assertThat(System.nanoTime())
          .as("waited in vain for %s; there are %s", what, latest.pods())
          .isLessThan(end);
      Thread.sleep(5);
    }
  }

  Service service(String name) {
    return latest.services().services().stream()
        .filter(service -> service.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  String address(String service) {
    return service(service).getSpec().getClusterIP();
  }

  /// Runs a command as a pod's program would, and gives what it printed.
  String in(Pod pod, String... command) throws IOException {
    var line = new ArrayList<String>();
    line.addAll(List.of("netns", "exec", namespace(pod)));
    line.addAll(List.of(command));
    return Tool.IP.run("", line.toArray(String[]::new)).strip();
  }

  /// A command line that runs a command as a pod's program would.
  ProcessBuilder command(Pod pod, String... command) throws IOException {
    var line = new ArrayList<>(List.of(Tool.IP.path(), "netns", "exec", namespace(pod)));
    line.addAll(List.of(command));
    return new ProcessBuilder(line).redirectErrorStream(true);
  }

  private String namespace(Pod pod) {
    var metadata = pod.getMetadata();
    return "tulle-" + instance.key() + "-" + metadata.getNamespace() + "_" + metadata.getName();
  }

  String rules() throws IOException {
    return Tool.NFT.run("", "list", "table", "ip", "tulle_" + instance.key());
  }

  @Override
  public void close() throws IOException {
    watch.close();
    reconciler.close();
    runtime.stopAll(Duration.ofSeconds(1));
    runtime.close();
    services.close();
    network.close();
    assertThat(Tool.NFT.run("", "list", "tables")).doesNotContain(instance.key());
    assertThat(Tool.IP.run("", "route")).doesNotContain(instance.key());
  }
}
