package dev.tulle.server.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.server.kube.ApiFailure;
import dev.tulle.server.kube.ApiServer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A namespace, a GatewayClass and an IngressClass of a test's own at the API server that
/// KUBECONFIG names, where no Tulle runs that would write the same statuses. All of it goes with
/// `close`.
final class StatusBed implements AutoCloseable {

  private static final String GATEWAY_API = "/apis/gateway.networking.k8s.io/v1/";
  private static final String EXPERIMENTS = "/apis/gateway.networking.x-k8s.io/v1alpha1/";

  private static final String CLASSES =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: GatewayClass
      metadata: {name: "${namespace}", labels: {tulle-status-test: "${namespace}"}}
      spec: {controllerName: tulle.dev/gateway-controller, description: "${port}"}
      ---
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: {name: "${namespace}"}
      spec: {controller: tulle.dev/ingress}
      """;

  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final String namespace = "tulle-status-" + UUID.randomUUID().toString().substring(0, 5);

  StatusBed() {
    assumeTrue(
        client.apps().deployments().inNamespace("tulle-system").withName("tulle").get() == null,
        "Tulle runs in this cluster already");
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    apply(CLASSES, 80);
  }

  KubernetesClient client() {
    return client;
  }

  StatusReplica replica(String name) {
    return new StatusReplica(namespace, "tulle-leader", name);
  }

  String namespace() {
    return namespace;
  }

  /// With other specs for another port.
  void applyClasses(int port) {
    apply(CLASSES, port);
  }

  /// Where `${namespace}` is that of the test, and the name of its GatewayClass.
  void apply(String yaml, int port) {
    var text = yaml.replace("${namespace}", namespace).replace("${port}", Integer.toString(port));
    client
        .load(new ByteArrayInputStream(text.getBytes(UTF_8)))
        .items()
        .forEach(
            object ->
                client.resource(object).fieldManager("test").forceConflicts().serverSideApply());
  }

  /// An object of the Gateway API in the test's namespace; `plural` as in paths.
  ObjectNode get(String plural, String name) throws ApiFailure, InterruptedException {
    return new ApiServer(client).get(path(plural, name));
  }

  /// What stands in the status of an object of ours and is somebody else's.
  void writeStatus(String plural, String name, JsonNode object)
      throws ApiFailure, InterruptedException {
    new ApiServer(client).merge(path(plural, name) + "/status", object);
  }

  private String path(String plural, String name) {
    var scope = plural.equals("gatewayclasses") ? "" : "namespaces/" + namespace + "/";
    var api = plural.startsWith("x") ? EXPERIMENTS : GATEWAY_API;
    return api + scope + plural + "/" + name;
  }

  /// All conditions, wherever in the status, by their types: for `Accepted` of two parents, two.
  static Map<String, List<JsonNode>> conditions(JsonNode object) {
    var found = new TreeMap<String, List<JsonNode>>();
    for (var each : object.path("status").findValues("conditions")) {
      for (var condition : each) {
        found
            .computeIfAbsent(condition.path("type").asString(""), _ -> new java.util.ArrayList<>())
            .add(condition);
      }
    }
    return found;
  }

  List<Event> events() {
    return client.v1().events().inNamespace(namespace).list().getItems();
  }

  @Override
  public void close() {
    client
        .genericKubernetesResources("gateway.networking.k8s.io/v1", "GatewayClass")
        .withLabel("tulle-status-test", namespace)
        .delete();
    client.network().v1().ingressClasses().withName(namespace).delete();
    client.namespaces().withName(namespace).delete();
    client.close();
  }
}
