package dev.tulle.server.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Events at a real API server: what is wrong is said of the object that can be mended, and once.
/// Runs with `./verify cluster`.
@Tag("cluster")
final class FindingEventsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final String OBJECTS =
      """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: shop, namespace: "${namespace}"}
      spec:
        ingressClassName: "${namespace}"
        tls: [{secretName: shop-tls}]
        defaultBackend: {service: {name: shop, port: {number: ${port}}}}
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata: {name: shop, namespace: "${namespace}"}
      spec:
        gatewayClassName: "${namespace}"
        listeners: [{name: http, port: 80, protocol: HTTP}]
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: shop, namespace: "${namespace}"}
      spec:
        parentRefs: [{name: shop}]
        rules: [{backendRefs: [{name: shop, port: ${port}}]}]
      """;

  @Test
  void whatIsWrongIsToldOnceByWhoeverLeads() throws Exception {
    try (var bed = new StatusBed()) {
      bed.apply(OBJECTS, 80);
      try (var replica = bed.replica("one")) {
        replica.start();
        await().atMost(LIMIT).until(() -> told(bed, "Ingress").size() == 2);
        await().atMost(LIMIT).until(() -> told(bed, "HTTPRoute").size() == 1);
        assertThat(told(bed, "Ingress"))
            .allSatisfy(
                event -> {
                  assertThat(event.getType()).isEqualTo("Warning");
                  assertThat(event.getInvolvedObject().getName()).isEqualTo("shop");
                  assertThat(event.getSource().getComponent()).isEqualTo("tulle");
                })
            .anyMatch(event -> event.getMessage().contains("Secret"))
            .anyMatch(event -> event.getMessage().contains("Service"));
      }
      // whoever leads next knows what there is to tell, and tells it under the same names
      try (var next = bed.replica("next")) {
        next.start();
        int before = next.writes();
        await().atMost(LIMIT).until(() -> next.writes() >= before + 3);
        assertThat(told(bed, "Ingress")).hasSize(2);
        assertThat(told(bed, "HTTPRoute")).hasSize(1);
      }
    }
  }

  private static List<Event> told(StatusBed bed, String kind) {
    return bed.events().stream()
        .filter(event -> event.getInvolvedObject().getKind().equals(kind))
        .toList();
  }
}
