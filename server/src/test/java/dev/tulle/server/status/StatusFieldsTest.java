package dev.tulle.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.GatewayAddress;
import dev.tulle.core.status.ListenerStatus;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.ParentStatus;
import dev.tulle.core.status.StatusDetail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class StatusFieldsTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00.5Z");
  private static final Condition ACCEPTED =
      new Condition("Accepted", Truth.TRUE, "Accepted", "fine");
  private static final Condition PROGRAMMED =
      new Condition("Programmed", Truth.TRUE, "Programmed", "");
  private static final Condition PENDING =
      new Condition("Programmed", Truth.UNKNOWN, "Pending", "not yet");
  private static final Condition REFUSED =
      new Condition("Programmed", Truth.FALSE, "Invalid", "Envoy refuses it: no");

  @Test
  void entriesOfOtherControllersStayAndOursKeepsItsTime() {
    var observed =
        json(
            """
            {"parents": [
              {"controllerName": "example.com/other", "parentRef": {"name": "theirs"},
               "conditions": [{"type": "Accepted", "status": "False", "reason": "No"}]},
              {"controllerName": "tulle.dev/gateway-controller",
               "parentRef": {"group": "g", "kind": "Gateway", "name": "ours", "port": 80},
               "conditions": [{"type": "Accepted", "status": "True",
                 "lastTransitionTime": "2020-01-01T00:00:00Z"}]},
              {"controllerName": "tulle.dev/gateway-controller",
               "parentRef": {"group": "g", "kind": "Gateway", "name": "former"}}]}
            """);
    var status = route(observed, Optional.empty());
    assertThat(status.at("/parents").size()).isEqualTo(2);
    assertThat(status.at("/parents/0")).isEqualTo(observed.at("/parents/0"));
    var condition = status.at("/parents/1/conditions/0");
    assertThat(condition.path("lastTransitionTime").asString()).isEqualTo("2020-01-01T00:00:00Z");
    assertThat(condition.path("observedGeneration").asInt()).isEqualTo(7);
    assertThat(status.at("/parents/1/conditions").size()).isEqualTo(1);
  }

  @Test
  void aConditionThatTurnsGetsTheTimeOfNow() {
    var observed =
        json(
            """
            {"parents": [
              {"controllerName": "tulle.dev/gateway-controller",
               "parentRef": {"group": "g", "kind": "Gateway", "name": "ours", "port": 80},
               "conditions": [{"type": "Accepted", "status": "False",
                 "lastTransitionTime": "2020-01-01T00:00:00Z"}]}]}
            """);
    assertThat(time(route(observed, Optional.empty()))).isEqualTo("2026-11-26T12:00:00Z");
  }

  @Test
  void aRouteThatEnvoyRefusesSaysSo() {
    var status = route(json("{}"), Optional.of(REFUSED));
    assertThat(status.at("/parents/0/conditions/1/message").asString())
        .isEqualTo("Envoy refuses it: no");
    assertThat(route(json("{}"), Optional.of(PROGRAMMED)).at("/parents/0/conditions").size())
        .isEqualTo(1);
  }

  @Test
  void aGatewayIsProgrammedOnlyWhenItsProxiesSaySo() {
    var pending = gateway(PROGRAMMED, PENDING);
    assertThat(pending.at("/conditions/1/status").asString()).isEqualTo("Unknown");
    assertThat(pending.at("/listeners/0/conditions/0/status").asString()).isEqualTo("Unknown");
    assertThat(pending.at("/addresses/0/type").asString()).isEqualTo("IPAddress");
    var done = gateway(PROGRAMMED, PROGRAMMED);
    assertThat(done.at("/conditions/1/status").asString()).isEqualTo("True");
    // what cannot be programmed is not, whatever proxies say of the rest
    var invalid = new Condition("Programmed", Truth.FALSE, "AddressNotUsable", "none");
    assertThat(gateway(invalid, PROGRAMMED).at("/conditions/1/reason").asString())
        .isEqualTo("AddressNotUsable");
  }

  @Test
  void aGatewayThatCanHaveNoProxiesSaysSoThoughItHasNoAddressEither() {
    var waiting = new Condition("Programmed", Truth.FALSE, "AddressNotAssigned", "wait");
    var taken = new Condition("Programmed", Truth.FALSE, "NoResources", "Service a/b is there");

    assertThat(gateway(waiting, taken).at("/conditions/1/reason").asString())
        .isEqualTo("NoResources");
    assertThat(gateway(waiting, PENDING).at("/conditions/1/reason").asString())
        .isEqualTo("AddressNotAssigned");
  }

  @Test
  void anAddressOfAnIngressIsGivenOnceItLeadsToAProxyAndStays() {
    var none = ingress(json("{}"), false, "192.0.2.1");
    assertThat(none).isEqualTo(json("{\"loadBalancer\": {\"ingress\": []}}"));
    var one = ingress(none, true, "192.0.2.1");
    assertThat(one).isEqualTo(json("{\"loadBalancer\": {\"ingress\": [{\"ip\": \"192.0.2.1\"}]}}"));

    assertThat(ingress(one, false, "192.0.2.1", "192.0.2.2")).isEqualTo(one);
    assertThat(ingress(one, false, "192.0.2.2")).isEqualTo(none);
  }

  private static JsonNode ingress(JsonNode observed, boolean reachable, String... addresses) {
    var detail =
        new StatusDetail.LoadBalancer(
            new ObjectName("Service", "a", "edge"),
            Stream.of(addresses)
                .map(it -> new GatewayAddress(GatewayAddress.Type.IP, it))
                .toList());
    var status =
        new ObjectStatus(new ObjectName("Ingress", "a", "b"), List.of(), detail, List.of());
    return StatusFields.of(
            new StatusFields.Input(status, Optional.empty(), reachable, 7, observed, NOW))
        .orElseThrow();
  }

  @Test
  void whatIsWithdrawnLeavesWhatOthersWrote() {
    var observed =
        json(
            """
            {"parents": [
              {"controllerName": "example.com/other", "parentRef": {"name": "theirs"}},
              {"controllerName": "tulle.dev/gateway-controller", "parentRef": {"name": "ours"}}]}
            """);
    assertThat(StatusFields.withdrawn(observed))
        .isEqualTo(
            json(
                """
                {"parents": [
                  {"controllerName": "example.com/other", "parentRef": {"name": "theirs"}}]}
                """));
    assertThat(StatusFields.withdrawn(json("{\"loadBalancer\": {}}"))).isEqualTo(json("{}"));
  }

  @Test
  void whatOneReplicaTellsAnotherReads() {
    var told =
        new Acknowledged(
            java.util.Map.of("Gateway a/b", new Acknowledged.OfGateway(2, "3 a/c:1")),
            java.util.Map.of("HTTPRoute a/r", "no \"such\" thing"));
    assertThat(Acknowledged.of(told.text())).isEqualTo(told);
    assertThat(Acknowledged.of("")).isEqualTo(Acknowledged.NOTHING);
    assertThat(Acknowledged.of("{")).isEqualTo(Acknowledged.NOTHING);
  }

  private static String time(JsonNode status) {
    return status.at("/parents/0/conditions/0/lastTransitionTime").asString();
  }

  private static JsonNode route(JsonNode observed, Optional<Condition> programmed) {
    var reference =
        new ParentStatus.Reference(
            "g", "Gateway", Optional.empty(), "ours", Optional.empty(), OptionalInt.of(80));
    var detail = new StatusDetail.ByParent(List.of(new ParentStatus(reference, List.of(ACCEPTED))));
    return of("HTTPRoute", List.of(), detail, observed, programmed);
  }

  private static JsonNode gateway(Condition judged, Condition proxies) {
    var listener = new ListenerStatus("web", List.of(), 1, List.of(judged));
    var detail =
        new StatusDetail.OfGateway(
            List.of(new GatewayAddress(GatewayAddress.Type.IP, "192.0.2.1")), List.of(listener), 0);
    return of("Gateway", List.of(ACCEPTED, judged), detail, json("{}"), Optional.of(proxies));
  }

  private static JsonNode of(
      String kind,
      List<Condition> conditions,
      StatusDetail detail,
      JsonNode observed,
      Optional<Condition> programmed) {
    var status = new ObjectStatus(new ObjectName(kind, "a", "b"), conditions, detail, List.of());
    return StatusFields.of(new StatusFields.Input(status, programmed, false, 7, observed, NOW))
        .orElseThrow();
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
