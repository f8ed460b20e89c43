package dev.tulle.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.core.ir.IpFamily;
import dev.tulle.core.ir.Place;
import dev.tulle.core.ir.Workload;
import dev.tulle.core.ir.Workload.Proxy;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.world.Kind;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.stream.Peer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a proxy is served follows from its certificate and from the mesh.
class MembershipTest {

  private static final SpiffeId ACCOUNT =
      new SpiffeId(LocalIdentities.TRUST_DOMAIN, "shop", "front");
  private static final ObjectName POD = new ObjectName("Pod", "shop", "front-1");
  private static final Place HERE = new Place("node", "north");

  private final Membership membership = new Membership();

  @Test
  void aPodIsServedByWhatItIsAndWaitsUntilThatIsKnown() {
    assertThat(membership.scopeOf(pod())).isEmpty();
    assertThat(membership.learn(workload(Proxy.SIDECAR, 80), Set.of())).isTrue();
    assertThat(membership.scopeOf(pod()))
        .contains(new Scope.Sidecar("shop", HERE, List.of(80), false));
    assertThat(membership.learn(workload(Proxy.SIDECAR, 80), Set.of()))
        .as("the same again")
        .isFalse();
    assertThat(membership.learn(workload(Proxy.SIDECAR, 80, 81), Set.of())).isTrue();
    assertThat(membership.learn(workload(Proxy.GRPC), Set.of())).isTrue();
    assertThat(membership.scopeOf(pod())).contains(new Scope.Grpc("shop", HERE));
    membership.learn(workload(Proxy.NONE), Set.of());
    assertThat(membership.scopeOf(pod())).isEmpty();
    membership.learn(Map.of(), Set.of());
    assertThat(membership.scopeOf(pod())).isEmpty();
  }

  @Test
  void aPodWithoutAnAddressWaits() {
    var pod = new Workload(POD, Proxy.SIDECAR, HERE, List.of(80), Set.of());

    assertThat(membership.learn(Map.of(POD, pod), Set.of())).isTrue();
    assertThat(membership.scopeOf(pod())).isEmpty();
  }

  @Test
  void whoIsNoPodIsTheGatewayOrAClientOfItsNamespace() {
    assertThat(membership.scopeOf(peer(LocalIdentities.INGRESS_GATEWAY)))
        .contains(Membership.INGRESS);
    assertThat(membership.scopeOf(peer(ACCOUNT))).contains(new Scope.Grpc("shop", Place.UNKNOWN));
  }

  @Test
  void theEnvoyOfAGatewayWaitsUntilTheGatewayIsKnown() {
    var gateway = Kind.GATEWAY.named("shop", "web");
    var envoy =
        new Peer(
            LocalIdentities.gateway(gateway),
            Optional.of(LocalIdentities.gatewayPod(gateway)),
            Instant.MAX);
    assertThat(membership.scopeOf(envoy)).isEmpty();
    assertThat(membership.learn(Map.of(), Set.of(gateway))).isTrue();
    assertThat(membership.scopeOf(envoy)).contains(new Scope.Gateway(gateway));
    var namesake = new Peer(ACCOUNT, envoy.pod(), Instant.MAX);
    assertThat(membership.scopeOf(namesake)).as("a pod that is called the same").isEmpty();
  }

  private static Map<ObjectName, Workload> workload(Proxy proxy, Integer... httpPorts) {
    return Map.of(POD, new Workload(POD, proxy, HERE, List.of(httpPorts), Set.of(IpFamily.IPV4)));
  }

  private static Peer pod() {
    return new Peer(ACCOUNT, Optional.of(POD), Instant.MAX);
  }

  private static Peer peer(SpiffeId identity) {
    return new Peer(identity, Optional.empty(), Instant.MAX);
  }
}
