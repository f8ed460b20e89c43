package dev.tulle.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.world.Kind;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.stream.Peer;
import dev.tulle.server.trust.ControlPlaneNames;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClusterMembershipTest {

  private static final ObjectName WEB = Kind.GATEWAY.named("shop", "web");
  private static final ObjectName INTERNAL = Kind.GATEWAY.named("shop", "internal");
  private static final ObjectName INGRESS = Kind.INGRESS_CLASS.named("", "tulle");
  private static final ObjectName POD = Kind.POD.named("shop", "p");

  private final ClusterMembership membership =
      new ClusterMembership(
          new ControlPlaneNames("tulle-system", "cluster.local", "cluster.local"));

  private Optional<Scope> scope(String namespace, String account, ObjectName pod) {
    return membership.scopeOf(
        new Peer(new SpiffeId("cluster.local", namespace, account), Optional.of(pod), Instant.MAX));
  }

  @Test
  void aProxyIsOfTheGatewayWhoseAccountItHasAndOfNoOther() {
    var ingress = Kind.POD.named("tulle-system", "p");
    membership.learn(List.of(WEB, INTERNAL, INGRESS), Set.of(POD, ingress));
    assertThat(scope("shop", "web-tulle", POD)).contains(new Scope.Gateway(WEB));
    assertThat(scope("shop", "internal-tulle", POD)).contains(new Scope.Gateway(INTERNAL));
    assertThat(scope("tulle-system", "tulle-ingress", ingress))
        .contains(new Scope.Gateway(INGRESS));
    assertThat(scope("shop", "default", POD)).isEmpty();
    assertThat(scope("shop", "tulle-ingress", POD)).isEmpty();
    assertThat(scope("other", "web-tulle", POD)).isEmpty();
  }

  @Test
  void aPodThatIsNotThereWaits() {
    membership.learn(List.of(WEB), Set.of());
    assertThat(scope("shop", "web-tulle", POD)).isEmpty();
    assertThat(membership.learn(List.of(WEB), Set.of(POD))).isTrue();
    assertThat(scope("shop", "web-tulle", POD)).isPresent();
    assertThat(membership.learn(List.of(WEB), Set.of(POD))).isFalse();
    assertThat(membership.learn(List.of(WEB), Set.of())).isTrue();
    assertThat(scope("shop", "web-tulle", POD)).isEmpty();
  }

  /// Somebody may call a Gateway as what is made for another one with a long name.
  @Test
  void anAccountThatTwoGatewaysHaveIsNoProof() {
    var one = Kind.GATEWAY.named("shop", "x".repeat(70));
    var made = GatewayApi.madeFor(one);
    var other = Kind.GATEWAY.named("shop", made.substring(0, made.length() - "-tulle".length()));
    assertThat(GatewayApi.madeFor(other)).isEqualTo(made);
    membership.learn(List.of(one, other), Set.of(POD));
    assertThat(scope("shop", made, POD)).isEmpty();
  }
}
