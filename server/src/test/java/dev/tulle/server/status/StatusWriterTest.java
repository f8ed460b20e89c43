package dev.tulle.server.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tulle.server.kube.ApiFailure;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Statuses at a real API server: what is written, by whom, and what is left alone. Runs with
/// `./verify cluster`.
@Tag("cluster")
final class StatusWriterTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final String OTHERS = "example.com/other";

  private StatusBed bed;
  private StatusReplica replica;

  @BeforeEach
  void start() throws Exception {
    bed = new StatusBed();
    bed.apply(OBJECTS, 80);
    replica = bed.replica("one");
    replica.start();
  }

  @AfterEach
  void stop() {
    if (replica != null) {
      replica.close();
    }
    if (bed != null) {
      bed.close();
    }
  }

  /// What a route or a policy of each kind may look like; its spec is another one for another port.
  private static final String ROUTE =
      """
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: %s
      metadata: {name: it, namespace: "${namespace}"}
      spec:
        parentRefs: [{name: it, sectionName: %s}]
        %s
        rules: [{backendRefs: [{name: it, port: ${port}}]}]
      """;

  private static final String OBJECTS =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata: {name: it, namespace: "${namespace}"}
      spec:
        gatewayClassName: "${namespace}"
        allowedListeners: {namespaces: {from: Same}}
        listeners:
          - {name: http, port: ${port}, protocol: HTTP}
          - {name: tls, port: 443, protocol: TLS, tls: {mode: Passthrough}}
          - {name: tcp, port: 9000, protocol: TCP}
          - {name: udp, port: 9000, protocol: UDP}
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: ListenerSet
      metadata: {name: it, namespace: "${namespace}"}
      spec:
        parentRef: {name: it}
        listeners: [{name: more, port: 1${port}, protocol: HTTP}]
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: BackendTLSPolicy
      metadata: {name: it, namespace: "${namespace}"}
      spec:
        targetRefs: [{group: "", kind: Service, name: it}]
        validation: {wellKnownCACertificates: System, hostname: "h${port}.example"}
      ---
      apiVersion: gateway.networking.x-k8s.io/v1alpha1
      kind: XBackendTrafficPolicy
      metadata: {name: it, namespace: "${namespace}"}
      spec:
        targetRefs: [{group: "", kind: Service, name: it}]
        retryConstraint: {minRetryRate: {count: ${port}, interval: 1s}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: it, namespace: "${namespace}"}
      spec: {ports: [{name: a, port: 80}, {name: b, port: 81}]}
      """
          + ROUTE.formatted("HTTPRoute", "http", "hostnames: [a.example]")
          + ROUTE.formatted("GRPCRoute", "http", "hostnames: [b.example]")
          + ROUTE.formatted("TLSRoute", "tls", "hostnames: [c.example]")
          + ROUTE.formatted("TCPRoute", "tcp", "")
          + ROUTE.formatted("UDPRoute", "udp", "");

  private Map<String, String> kinds() {
    var kinds = new LinkedHashMap<String, String>();
    kinds.put("gatewayclasses", bed.namespace());
    for (var plural :
        List.of(
            "gateways",
            "listenersets",
            "backendtlspolicies",
            "xbackendtrafficpolicies",
            "httproutes",
            "grpcroutes",
            "tlsroutes",
            "tcproutes",
            "udproutes")) {
      kinds.put(plural, "it");
    }
    return kinds;
  }

  private void awaitObserved(long generation) {
    kinds()
        .forEach(
            (plural, name) ->
                await(plural + " of generation " + generation)
                    .atMost(LIMIT)
                    .until(() -> isObserved(bed.get(plural, name), generation)));
  }

  private static boolean isObserved(ObjectNode object, long generation) {
    var accepted = StatusBed.conditions(object).getOrDefault("Accepted", List.of());
    return object.path("metadata").path("generation").asLong(0) == generation
        && !accepted.isEmpty()
        && StatusBed.conditions(object).values().stream()
            .flatMap(List::stream)
            .allMatch(each -> each.path("observedGeneration").asLong(0) == generation)
        && accepted.stream().allMatch(each -> each.path("status").asString("").equals("True"));
  }

  @Test
  void everyObjectSaysWhatBecameOfThisVersionOfIt() {
    awaitObserved(1);
    bed.applyClasses(81);
    bed.apply(OBJECTS, 81);
    awaitObserved(2);
  }

  @Test
  void whatIsAsItIsToBeIsWrittenNoMore() throws Exception {
    awaitObserved(1);
    // a warning is told once it has stood for a while
    await().atMost(LIMIT.multipliedBy(2)).during(QUIET).until(this::isQuiet);
    var before = versions();
    int writes = replica.writes();
    await().during(QUIET).atMost(QUIET.plus(LIMIT)).until(() -> replica.writes() == writes);
    assertThat(versions()).isEqualTo(before);
  }

  private int seen;

  private boolean isQuiet() {
    int now = replica.writes();
    boolean quiet = now == seen;
    seen = now;
    return quiet;
  }

  private Map<String, String> versions() throws ApiFailure, InterruptedException {
    var versions = new LinkedHashMap<String, String>();
    for (var each : kinds().entrySet()) {
      var object = bed.get(each.getKey(), each.getValue());
      versions.put(each.getKey(), object.path("metadata").path("resourceVersion").asString(""));
    }
    return versions;
  }

  private static JsonNode foreign() {
    return JsonMapper.builder()
        .build()
        .readTree(
            """
            {"parentRef": {"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "other"},
             "controllerName": "%s",
             "conditions": [{"type": "Accepted", "status": "False", "reason": "Because",
              "message": "", "lastTransitionTime": "2026-01-01T00:00:00Z", "observedGeneration": 1}]}
            """
                .formatted(OTHERS));
  }

  @Test
  void entriesOfOthersAreKept() throws Exception {
    awaitObserved(1);
    var route = bed.get("httproutes", "it");
    route.withArray("/status/parents").add(foreign());
    bed.writeStatus("httproutes", "it", route);
    bed.apply(ROUTE.formatted("HTTPRoute", "http", "hostnames: [a.example]").substring(4), 81);
    await().atMost(LIMIT).until(() -> parents().size() == 2 && observed(1, 2));
    assertThat(parents()).contains(foreign());

    // none of ours any more
    var others =
        ROUTE.formatted("HTTPRoute", "http", "").replace("name: it, section", "name: no, section");
    bed.apply(others.substring(4), 81);
    await().atMost(LIMIT).until(() -> parents().size() == 1);
    assertThat(parents()).containsExactly(foreign());
  }

  private List<JsonNode> parents() throws ApiFailure, InterruptedException {
    return List.copyOf(
        bed.get("httproutes", "it").path("status").path("parents").valueStream().toList());
  }

  private boolean observed(int parent, long generation) throws ApiFailure, InterruptedException {
    return parents().get(parent).path("conditions").path(0).path("observedGeneration").asLong(0)
        == generation;
  }

  @Test
  void onlyTheLeaderWrites() throws Exception {
    awaitObserved(1);
    assertThat(replica.leads()).isTrue();
    try (var other = bed.replica("other")) {
      other.start();
      bed.applyClasses(81);
      bed.apply(OBJECTS, 81);
      awaitObserved(2);
      assertThat(other.writes()).isZero();
      replica.close();
      int writes = replica.writes();
      bed.applyClasses(80);
      bed.apply(OBJECTS, 80);
      awaitObserved(3);
      assertThat(other.leads()).isTrue();
      assertThat(other.writes()).isPositive();
      assertThat(replica.writes()).isEqualTo(writes);
    }
  }

  @Test
  void anIngressHasTheAddressOfTheServiceBeforeItsProxiesOnceItLeadsToOne() {
    bed.apply(INGRESS, 80);
    var services = bed.client().services().inNamespace(bed.namespace()).withName("edge");
    services.editStatus(
        service ->
            new ServiceBuilder(service)
                .withNewStatus()
                .withNewLoadBalancer()
                .withIngress(new LoadBalancerIngressBuilder().withIp("192.0.2.7").build())
                .endLoadBalancer()
                .endStatus()
                .build());
    var ingress =
        bed.client().network().v1().ingresses().inNamespace(bed.namespace()).withName("it");
    bed.applyClasses(81);
    bed.apply(OBJECTS, 81);
    awaitObserved(2);
    assertThat(addresses(ingress)).isEmpty();

    bed.apply(SLICE, 80);
    await().atMost(LIMIT).until(() -> addresses(ingress).equals(List.of("192.0.2.7")));

    bed.client().discovery().v1().endpointSlices().inNamespace(bed.namespace()).delete();
    bed.applyClasses(82);
    bed.apply(OBJECTS, 82);
    awaitObserved(3);
    assertThat(addresses(ingress)).containsExactly("192.0.2.7");
  }

  private static List<String> addresses(Resource<Ingress> ingress) {
    return ingress.get().getStatus().getLoadBalancer().getIngress().stream()
        .map(IngressLoadBalancerIngress::getIp)
        .toList();
  }

  private static final String SLICE =
      """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: edge-1, namespace: "${namespace}", labels: {kubernetes.io/service-name: edge}}
      addressType: IPv4
      endpoints: [{addresses: [192.0.2.9], conditions: {ready: true}}]
      ports: [{port: 8080}]
      """;

  private static final String INGRESS =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: edge, namespace: "${namespace}"}
      spec: {type: LoadBalancer, ports: [{port: 80}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: it, namespace: "${namespace}"}
      spec:
        ingressClassName: "${namespace}"
        defaultBackend: {service: {name: it, port: {number: ${port}}}}
      """;
}
