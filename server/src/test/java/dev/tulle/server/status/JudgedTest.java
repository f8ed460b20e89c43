package dev.tulle.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.compile.Compiler;
import dev.tulle.core.compile.Settings;
import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.ingress.IngressGateway;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.World;
import dev.tulle.server.loop.Published;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

final class JudgedTest {

  private static final ObjectName WEB = Kind.GATEWAY.named("shop", "web");
  private static final String VERSION = "3";

  @Test
  void aGatewayIsProgrammedOnceAllProxiesHaveItAndOneIsReachable() {
    assertThat(judged(0, "", true)).satisfies(it -> isPending(it, "connected"));
    assertThat(judged(2, "", true)).satisfies(it -> isPending(it, "not all taken it"));
    assertThat(judged(2, VERSION, false)).satisfies(it -> isPending(it, "ready for connections"));
    assertThat(judged(2, VERSION, true).status()).isEqualTo(Truth.TRUE);
  }

  private static void isPending(Condition condition, String why) {
    assertThat(condition.status()).isEqualTo(Truth.UNKNOWN);
    assertThat(condition.reason()).isEqualTo("Pending");
    assertThat(condition.message()).contains(why);
  }

  @Test
  void aGatewayIsReachableOnceTheNodesHaveFollowed() {
    var reachability = new Reachability();
    var start = Instant.parse("2026-11-26T12:00:00Z");
    var second = Duration.ofSeconds(1);
    assertThat(reachability.follow(published(false), start)).isEmpty();
    assertThat(reachability.next(start, second)).isEqualTo(second);

    var ready = published(true);
    assertThat(reachability.follow(ready, start)).isEmpty();
    var later = start.plus(Reachability.NODES_FOLLOW);
    assertThat(reachability.next(later.minusMillis(7), second)).isEqualTo(Duration.ofMillis(7));
    assertThat(reachability.follow(ready, later)).containsExactly(Reachability.service(WEB));

    assertThat(reachability.follow(published(false), later)).isEmpty();
    assertThat(reachability.follow(ready, later)).isEmpty();
  }

  private static Condition judged(int proxies, String version, boolean reachable) {
    var published = published(reachable);
    var ours = new Acknowledgements();
    ours.follow(published, List.of());
    var told =
        proxies == 0
            ? Acknowledged.NOTHING
            : new Acknowledged(
                Map.of(WEB.toString(), new Acknowledged.OfGateway(proxies, version)), Map.of());
    var reached = reachable ? Set.of(Reachability.service(WEB)) : Set.<ObjectName>of();
    return new Judged(published, ours, List.of(told), reached, Map.of(), false)
        .programmed(WEB, JsonNodeFactory.instance.objectNode())
        .orElseThrow();
  }

  private static Published published(boolean ready) {
    var gateway =
        new GatewayBuilder()
            .withNewMetadata()
            .withNamespace(WEB.namespace())
            .withName(WEB.name())
            .withGeneration(Long.valueOf(VERSION))
            .endMetadata()
            .withNewSpec()
            .withGatewayClassName("tulle")
            .endSpec()
            .build();
    var endpoint =
        new SliceEndpoint(
            List.of("10.0.0.1"), ready, ready, false, "", "", "", Set.of(), Set.of(), "");
    var slice =
        new SliceRecord(
            Kind.ENDPOINT_SLICE.named(WEB.namespace(), "web-tulle-1"),
            GatewayApi.madeFor(WEB),
            "IPv4",
            List.of(),
            List.of(endpoint));
    var world = World.of(List.of(Change.put(WEB, gateway), Change.put(slice.name(), slice)));
    var ingress =
        new IngressGateway(
            Kind.INGRESS_CLASS.named("", "tulle"), List.of("0.0.0.0"), 80, 443, Optional.empty());
    var settings =
        new Settings("cluster.local", "cluster.local", ingress, GatewaySettings.standard());
    return new Published(
        1, world, new Compiler(settings).compile(world), Collections.emptySortedMap(), Map.of());
  }
}
