package dev.tulle.cli.cluster.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.tulle.cli.e2e.Connection;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The cluster that KUBECONFIG names, where Tulle is installed, and a namespace of a test's own in
/// it, which goes with `close`. Its load balancer's addresses and its pods are reached from here.
final class LiveCluster implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(60);
  static final String GATEWAY_API = "gateway.networking.k8s.io/v1";
  static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final String ECHO = "/echo-basic:";

  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final String namespace;
  private final String image;

  private LiveCluster(String test) {
    namespace = "live-%s-%s".formatted(test, UUID.randomUUID().toString().substring(0, 5));
    image = echoImage();
    make(namespace);
  }

  static LiveCluster open(String test) {
    return new LiveCluster(test);
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  /// The echo server of the Gateway API's conformance suite, under a name that a node has.
  private String echoImage() {
    var given = Optional.ofNullable(System.getenv("TULLE_ECHO_IMAGE"));
    return given.orElseGet(
        () ->
            client.nodes().list().getItems().stream()
                .flatMap(node -> node.getStatus().getImages().stream())
                .flatMap(each -> Given.list(each.getNames()).stream())
                .filter(name -> name.contains(ECHO))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "no node has the image echo-basic of the conformance suite, and"
                                + " TULLE_ECHO_IMAGE names none")));
  }

  private void make(String name) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("tulle-live", "true")
                .endMetadata()
                .build())
        .create();
  }

  /// A second namespace, whose name is that of the first with an end; it goes with it.
  String another(String end) {
    var name = namespace + end;
    make(name);
    return name;
  }

  /// Applies what a file of this package has: `${namespace}` is the test's unless `more` says
  /// another, `${image}` the echo server.
  void apply(String file) {
    apply(file, Map.of());
  }

  void apply(String file, Map<String, String> more) {
    var text = text(file);
    for (var each : more.entrySet()) {
      text = text.replace("${" + each.getKey() + "}", each.getValue());
    }
    text = text.replace("${namespace}", namespace).replace("${image}", image);
    client.load(new ByteArrayInputStream(text.getBytes(UTF_8))).items().forEach(this::apply);
  }

  void apply(HasMetadata object) {
    client.resource(object).fieldManager("test").forceConflicts().serverSideApply();
  }

  void apply(HasMetadata object, String there) {
    client.resource(object).inNamespace(there).create();
  }

  private static String text(String file) {
    try (var in = Objects.requireNonNull(LiveCluster.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Objects of the Gateway API or of our own, as they are written.
  Resource<GenericKubernetesResource> object(String kind, String name) {
    var version = kind.equals("GatewayParameters") ? "tulle.dev/v1alpha1" : GATEWAY_API;
    MixedOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>> all =
        client.genericKubernetesResources(version, kind);
    return all.inNamespace(namespace).withName(name);
  }

  RollableScalableResource<Deployment> deployment(String name) {
    return client.apps().deployments().inNamespace(namespace).withName(name);
  }

  List<Pod> proxies(String gateway) {
    return client.pods().inNamespace(namespace).withLabel(GATEWAY_NAME, gateway).list().getItems();
  }

  /// Those that are ready and stay.
  List<Pod> readyProxies(String gateway) {
    return proxies(gateway).stream().filter(LiveCluster::isReady).toList();
  }

  static boolean isReady(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }

  void awaitEverywhere(String gateway, int port, String host) {
    await().atMost(LIMIT).until(() -> answersEverywhere(gateway, port, host));
  }

  /// Whether every proxy of a Gateway answers 200 for a host, asked itself.
  boolean answersEverywhere(String gateway, int port, String host) {
    var ready = readyProxies(gateway);
    return !ready.isEmpty()
        && ready.stream().allMatch(pod -> answers(pod.getStatus().getPodIP(), port, host));
  }

  private static boolean answers(String address, int port, String host) {
    try (var connection = new Connection(new InetSocketAddress(address, port))) {
      return connection.get(host, "/").status() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /// Every condition in an object's status, wherever in it, as `TYPE=STATUS REASON`.
  List<String> conditions(String kind, String name) {
    var found = new ArrayList<String>();
    var object = object(kind, name).get();
    if (object != null) {
      collect(object.getAdditionalProperties().get("status"), found);
    }
    return found;
  }

  private static void collect(@Nullable Object value, List<String> found) {
    if (value instanceof Map<?, ?> map) {
      if (map.containsKey("type") && map.containsKey("lastTransitionTime")) {
        found.add("%s=%s %s".formatted(map.get("type"), map.get("status"), map.get("reason")));
      }
      map.values().forEach(each -> collect(each, found));
    } else if (value instanceof List<?> list) {
      list.forEach(each -> collect(each, found));
    }
  }

  /// Waits until a Gateway is programmed, and says where its load balancer answers.
  InetSocketAddress address(String gateway, int port) {
    await()
        .atMost(LIMIT)
        .until(() -> conditions("Gateway", gateway).contains("Programmed=True Programmed"));
    var status = object("Gateway", gateway).get().getAdditionalProperties().get("status");
    if (status instanceof Map<?, ?> map
        && map.get("addresses") instanceof List<?> addresses
        && addresses.getFirst() instanceof Map<?, ?> first) {
      return new InetSocketAddress(String.valueOf(first.get("value")), port);
    }
    throw new AssertionError(gateway + " is programmed, and has no address");
  }

  /// Looks again and again for so long, and each time it holds.
  static void hold(Duration duration, Runnable assertion) {
    long end = System.nanoTime() + duration.toNanos();
    do {
      assertion.run();
      LockSupport.parkNanos(LOOK.toNanos());
    } while (System.nanoTime() < end);
  }

  @Override
  public void close() {
    client.namespaces().withLabel("tulle-live", "true").list().getItems().stream()
        .filter(each -> each.getMetadata().getName().startsWith(namespace))
        .forEach(each -> client.resource(each).delete());
    client.close();
  }
}
