package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One running folder that has the same pods and Services twice, in the namespace `plain` without
/// the mesh and in `mesh` with it, and sockets in the networks of its pods. Shared by all tests of
/// a run.
final class FidelityMesh implements AutoCloseable {

  static final String PLAIN = "plain";
  static final String MESH = "mesh";
  static final int SERVERS = 3;

  /// Where all pods are, as for `up --zone`.
  static final String ZONE = "here";

  private static final List<Integer> TCP_PORTS = List.of(9090, 9091);

  /// Something that is done on a way from client to server, and what came of it.
  interface Point<T> {
    T on(Way way) throws Exception;
  }

  private final Folder folder = Folder.empty("fidelity");
  private final Path flags = Files.createDirectory(folder.parent().resolve("flags"));
  private final Tulle tulle = Tulle.on(folder);
  private final Map<String, PodSockets> pods = new ConcurrentHashMap<>();
  private final Map<String, HttpObserver> observers = new ConcurrentHashMap<>();
  private final Map<String, ServerSocket> listening = new ConcurrentHashMap<>();

  private FidelityMesh() throws IOException {}

  /// Gives each test class the mesh of this run, which ends after the last of them.
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == FidelityMesh.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(FidelityMesh.class))
          .computeIfAbsent(FidelityMesh.class, _ -> Started.now(), Started.class)
          .mesh()
          .orElseThrow(() -> new IllegalStateException("the folder does not run; see the first"));
    }
  }

  /// The mesh of this run, or nothing where it could not be started, which is tried once.
  private record Started(Optional<FidelityMesh> mesh) implements AutoCloseable {

    static Started now() {
      try {
        var mesh = new FidelityMesh();
        try {
          mesh.open();
          return new Started(Optional.of(mesh));
        } catch (Exception | AssertionError e) {
          mesh.close();
          throw e;
        }
      } catch (Exception | AssertionError e) {
        e.printStackTrace();
        return new Started(Optional.empty());
      }
    }

    @Override
    public void close() throws IOException {
      if (mesh.isPresent()) {
        mesh.get().close();
      }
    }
  }

  private void open() throws Exception {
    var template = resource("e2e/fidelity.yaml").replace("FLAGS", flags.toString());
    folder.save("plain.yaml", inNamespace(template, PLAIN, "false"));
    folder.save("mesh.yaml", inNamespace(template, MESH, "true"));
    tulle.up("--zone", ZONE);
    tulle.awaitPods(2 * (SERVERS + 1));
    for (var namespace : List.of(PLAIN, MESH)) {
      for (int i = 0; i < SERVERS; i++) {
        var pod = pod(namespace, "server-" + i);
        observers.put(namespace + i, new HttpObserver(pod.listen(8080)));
        for (int port : TCP_PORTS) {
          var socket = pod.listen(port);
          socket.setSoTimeout(Connection.TIMEOUT_MS);
          listening.put(namespace + i + ":" + port, socket);
        }
      }
    }
  }

  /// Adds a template of the resources to both namespaces, or changes it there.
  void saveTwice(String template, UnaryOperator<String> change) throws IOException {
    var text = change.apply(resource("e2e/" + template).replace("FLAGS", flags.toString()));
    folder.save("plain-" + template, withPods(inNamespace(text, PLAIN, "false"), PLAIN));
    folder.save("mesh-" + template, withPods(inNamespace(text, MESH, "true"), MESH));
  }

  /// With the addresses of the servers.
  private String withPods(String text, String namespace) throws IOException {
    var with = text;
    for (int i = 0; i < SERVERS; i++) {
      var address = pod(namespace, "server-" + i).address().getHostAddress();
      with = with.replace("ADDRESS-" + i, address);
    }
    return with;
  }

  void deleteTwice(String template) throws IOException {
    folder.delete("plain-" + template);
    folder.delete("mesh-" + template);
  }

  static String inNamespace(String template, String namespace, String inject) {
    return template.replace("NAMESPACE", namespace).replace("INJECT", inject);
  }

  static String resource(String name) throws IOException {
    try (var in = FidelityMesh.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Does the same on each way, with the mesh on both sides, on one, and on none, and asserts that
  /// nothing else comes of it than without the mesh; returns what that is.
  <T> T same(Point<T> point) throws Exception {
    var ways = ways();
    T without = point.on(ways.getFirst());
    for (var way : ways.subList(1, ways.size())) {
      assertThat(point.on(way)).as("%s", way).isEqualTo(without);
    }
    return without;
  }

  /// The one without the mesh comes first.
  List<Way> ways() {
    return List.of(way(PLAIN, PLAIN), way(MESH, MESH), way(PLAIN, MESH), way(MESH, PLAIN));
  }

  Way way(String client, String server) {
    return new Way(this, client, server);
  }

  /// Whether pods have proxies of their own.
  boolean hasSidecars() {
    return tulle.status().orElseThrow().proxies().size() > 1;
  }

  Tulle tulle() {
    return tulle;
  }

  Folder folder() {
    return folder;
  }

  Path flags() {
    return flags;
  }

  /// A pod's network; what is opened once stays open to the end of the run.
  PodSockets pod(String namespace, String name) throws IOException {
    var known = pods.get(namespace + "/" + name);
    if (known != null) {
      return known;
    }
    var entered = enter(namespace, name);
    pods.put(namespace + "/" + name, entered);
    return entered;
  }

  /// A pod's network, which the caller closes.
  PodSockets enter(String namespace, String name) throws IOException {
    return tulle.enter(namespace, name);
  }

  HttpObserver observer(String namespace, int server) {
    return Objects.requireNonNull(observers.get(namespace + server));
  }

  ServerSocket listening(String namespace, int server, int port) {
    return Objects.requireNonNull(listening.get(namespace + server + ":" + port));
  }

  /// The address of a Service.
  InetSocketAddress service(String namespace, String name, int port) throws IOException {
    var status = tulle.status().orElseThrow();
    var address =
        status.services().stream()
            .filter(it -> it.namespace().equals(namespace) && it.name().equals(name))
            .findFirst()
            .orElseThrow()
            .address();
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  /// Waits until the Service has so many endpoints in both namespaces, and every proxy knows it.
  void awaitReady(String service, int ready) throws InterruptedException {
    tulle.awaitStatus(
        ready + " endpoints of " + service,
        status ->
            Tulle.settled(status)
                && status.services().stream()
                    .filter(it -> it.name().equals(service))
                    .allMatch(it -> it.ready() == ready));
  }

  /// What a command in a pod prints.
  String exec(String namespace, String pod, String... command)
      throws IOException, InterruptedException {
    var line =
        new ArrayList<>(
            List.of("exec", "--folder", folder.path().toString(), "-n", namespace, pod, "--"));
    line.addAll(List.of(command));
    var result = tulle.run(line.toArray(String[]::new));
    if (result.exit() != 0) {
      throw new IOException(result.err());
    }
    return result.out();
  }

  @Override
  public void close() throws IOException {
    for (var socket : listening.values()) {
      socket.close();
    }
    for (var observer : observers.values()) {
      observer.close();
    }
    pods.values().forEach(PodSockets::close);
    tulle.close();
    folder.close();
  }
}
