package dev.tulle.cli.e2e;

import dev.tulle.cli.status.StatusFile;
import dev.tulle.cli.status.StatusSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// `./tulle` of this checkout, run as a user runs it, on a folder of the test's own. Its end takes
/// down whatever still runs of that folder.
final class Tulle implements AutoCloseable {

  static final String HOST = "my-service.example.com";
  private static final String ENVOY_PID = "proxies/ingress/envoy.pid";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  record Result(int exit, String out, String err) {}

  private final Path folder;
  private final Path directory;
  private final Programs programs;
  private final int http = FreePort.find();
  private final int https = FreePort.find();
  private Optional<Process> up = Optional.empty();

  private Tulle(Path folder, Path directory) {
    this.folder = folder;
    this.directory = directory;
    this.programs = new Programs(directory);
  }

  /// A program for `folder`, with its run-time files in a directory of its own.
  static Tulle on(Folder folder) throws IOException {
    var directory = Files.createTempDirectory(Path.of("/tmp"), "tl");
    // proxies, which run under a user of their own, have their sockets in here
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    return new Tulle(folder.path(), directory);
  }

  int http() {
    return http;
  }

  InetSocketAddress gateway() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), http);
  }

  InetSocketAddress secureGateway() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), https);
  }

  /// A load on the example's host.
  Load load() {
    return Load.start(() -> Connection.plain(gateway()), HOST, 300);
  }

  /// Starts `up`; returns at once.
  void up(String... more) throws IOException {
    var arguments = new ArrayList<>(List.of(upArguments()));
    arguments.addAll(List.of(more));
    up =
        Optional.of(
            programs
                .tulle(arguments.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start());
  }

  /// Starts `up`, and waits until the example's host is answered by this many replicas.
  void serve(int replicas) throws IOException, InterruptedException {
    up();
    awaitAnswer(HOST);
    awaitReplicas(replicas);
    await(replicas + " endpoints in Envoy", () -> envoyHas(replicas));
  }

  /// Whether each cluster has that many endpoints; the status may be a moment ahead of Envoy.
  private boolean envoyHas(int endpoints) {
    try {
      var healthy = envoy().stats("cluster\\.service/.*\\.membership_healthy").values();
      return !healthy.isEmpty() && healthy.stream().allMatch(it -> it == endpoints);
    } catch (IOException e) {
      return false;
    }
  }

  String[] upArguments() {
    return new String[] {
      "up", folder.toString(), "--http", Integer.toString(http), "--https", Integer.toString(https)
    };
  }

  long pid() {
    return up.orElseThrow().pid();
  }

  boolean running() {
    return up.orElseThrow().isAlive();
  }

  /// `kill -9` of `up`.
  void kill() throws InterruptedException {
    var process = up.orElseThrow().destroyForcibly();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("up outlives SIGKILL");
    }
  }

  /// Sends `up` a signal, and returns the exit status that it ends with.
  int end(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
    return awaitEnd();
  }

  int awaitEnd() throws InterruptedException {
    var process = up.orElseThrow();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("up does not end\n" + printed());
    }
    return process.exitValue();
  }

  /// Runs another command to its end.
  Result run(String... arguments) throws IOException, InterruptedException {
    return programs.finish(programs.tulle(arguments));
  }

  /// Runs a command in a pod, named as `tulle exec` takes it.
  Result exec(String pod, String... command) throws IOException, InterruptedException {
    var line = new ArrayList<>(List.of("exec", "--folder", folder.toString(), pod, "--"));
    line.addAll(List.of(command));
    return run(line.toArray(String[]::new));
  }

  /// Runs a command line as the user `nobody`.
  Result asNobody(String... line) throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534"));
    all.add("--clear-groups");
    all.addAll(List.of(line));
    return programs.finish(programs.any(all));
  }

  /// Asks the gateway until `/` answers 200 for this host.
  void awaitAnswer(String host) throws InterruptedException {
    await("an answer for " + host, () -> status(host, "/") == 200);
  }

  /// Waits until exactly these are there, all ready, and none is still ending.
  void awaitReplicas(int replicas) throws InterruptedException {
    awaitStatus(
        replicas + " replicas",
        status ->
            status.pods().size() == replicas
                && status.pods().stream().allMatch(StatusSnapshot.Pod::ready)
                && status.services().stream().allMatch(it -> it.ready() == replicas)
                && inForce(status));
  }

  /// Waits until exactly so many pods are there, all ready, and each proxy has all that was
  /// published.
  void awaitPods(int pods) throws InterruptedException {
    awaitStatus(
        pods + " pods",
        status ->
            status.pods().size() == pods
                && status.pods().stream().allMatch(StatusSnapshot.Pod::ready)
                && settled(status));
  }

  /// Whether each proxy has all that was published.
  static boolean settled(StatusSnapshot status) {
    return status.proxies().stream()
        .allMatch(it -> it.connected() && it.applied() >= status.controlPlane().sequence());
  }

  /// The network of a pod, from inside.
  PodSockets enter(String namespace, String pod) throws IOException {
    var found =
        status().orElseThrow().pods().stream()
            .filter(it -> it.namespace().equals(namespace) && it.name().equals(pod))
            .findFirst()
            .orElseThrow(() -> new IOException("no pod " + namespace + "/" + pod));
    var file = Belongings.namespace(run().orElseThrow(), namespace, pod);
    return PodSockets.enter(namespace + "/" + pod, InetAddress.getByName(found.ip()), file);
  }

  /// Whether Envoy has all that was published.
  static boolean inForce(StatusSnapshot status) {
    return status.proxies().stream().anyMatch(it -> it.name().startsWith("ingress."))
        && status.proxies().stream()
            .allMatch(it -> it.applied() >= status.controlPlane().sequence());
  }

  /// The status of an answer, or 0 where there is none.
  int status(String host, String path) {
    try (var connection = new Connection(gateway())) {
      return connection.get(host, path).status();
    } catch (IOException e) {
      return 0;
    }
  }

  void awaitStatus(String what, Predicate<StatusSnapshot> condition) throws InterruptedException {
    await(what, () -> status().filter(condition).isPresent());
  }

  /// Waits for a condition of the outside world, which has no other way to tell.
  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what + "\n" + printed());
      }
      Thread.sleep(20);
    }
  }

  /// What `up` has written into its status file, while it runs.
  Optional<StatusSnapshot> status() {
    try {
      var run = run();
      return run.isEmpty()
          ? Optional.empty()
          : StatusFile.in(run.get())
              .read()
              .filter(it -> it.controlPlane().pid() == pid())
              .filter(it -> it.controlPlane().state() == StatusSnapshot.State.RUNNING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of a Service, as the status shows it.
  String address(String service) {
    return status().orElseThrow().services().stream()
        .filter(it -> it.name().equals(service))
        .map(StatusSnapshot.Service::address)
        .findFirst()
        .orElseThrow();
  }

  List<StatusSnapshot.Warning> warnings() {
    return status().map(StatusSnapshot::warnings).orElse(List.of());
  }

  /// All that `up` has printed so far.
  String printed() {
    try {
      return Files.exists(log()) ? Files.readString(log()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The run directory of the folder, where there is one.
  Optional<Path> run() throws IOException {
    var runs = directory.resolve("run");
    if (!Files.isDirectory(runs)) {
      return Optional.empty();
    }
    try (var instances = Files.list(runs)) {
      return instances.findFirst();
    }
  }

  Path state() throws IOException {
    try (var states = Files.list(directory.resolve("state"))) {
      return states.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  boolean hasRun() {
    try {
      return run().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasEnvoy() {
    try {
      var run = run();
      return run.isPresent() && Files.exists(run.get().resolve(ENVOY_PID));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  EnvoyAdmin envoy() throws IOException {
    return new EnvoyAdmin(run().orElseThrow().resolve("proxies/ingress/admin.sock"));
  }

  /// The admin interface of a sidecar, whose pod is named as in `default/web`.
  EnvoyAdmin sidecar(String pod) throws IOException {
    return new EnvoyAdmin(sidecarFiles(pod).resolve("admin.sock"));
  }

  long sidecarPid(String pod) {
    try {
      return pid(sidecarFiles(pod).resolve("envoy.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path sidecarFiles(String pod) throws IOException {
    return run().orElseThrow().resolve("proxies/pods").resolve(pod.replace('/', '_'));
  }

  private static long pid(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).split(" ", -1)[0]);
  }

  long envoyPid() {
    try {
      return pid(run().orElseThrow().resolve(ENVOY_PID));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (up.isPresent()) {
        kill();
        var down = run("down", folder.toString());
        if (down.exit() != 0) {
          throw new AssertionError("down fails: " + down);
        }
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted; what runs in " + directory + " is left behind", e);
    }
    Folder.delete(directory);
  }

  private Path log() {
    return directory.resolve("up.log");
  }
}
