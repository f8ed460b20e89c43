package dev.tulle.server.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.server.stream.Authenticator.Outcome;
import dev.tulle.server.stream.Credential;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tokens of a real API server, good ones and those of somebody who wants in. Runs with `./verify
/// cluster`.
@Tag("cluster")
final class ClusterTokensTest {

  private static final long LIFE_SECONDS = 600;

  private String namespace;
  private KubernetesClient client;
  private TokenAuthenticator authenticator;

  @BeforeEach
  void start() {
    client = new KubernetesClientBuilder().build();
    authenticator = new TokenAuthenticator(client, "cluster.local", Clock.systemUTC());
    namespace =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("tulle-tokens-")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
    for (var name : List.of("web-tulle", "other")) {
      client
          .resource(
              new ServiceAccountBuilder()
                  .withNewMetadata()
                  .withNamespace(namespace)
                  .withName(name)
                  .endMetadata()
                  .build())
          .create();
    }
  }

  @AfterEach
  void stop() {
    client.namespaces().withName(namespace).delete();
    client.close();
  }

  /// A pod that no node runs; its UID.
  private String pod(String name, String account) {
    return client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(account)
                .withNodeSelector(Map.of("tulle.dev/no-such-node", "true"))
                .addNewContainer()
                .withName("idle")
                .withImage("local/pause:1")
                .endContainer()
                .endSpec()
                .build())
        .create()
        .getMetadata()
        .getUid();
  }

  private String token(
      String account, String audience, @Nullable String pod, @Nullable String uid) {
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(audience)
            .withExpirationSeconds(LIFE_SECONDS)
            .endSpec();
    if (pod != null) {
      request.editSpec().withNewBoundObjectRef("v1", "Pod", pod, uid).endSpec();
    }
    return client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(account)
        .tokenRequest(request.build())
        .getStatus()
        .getToken();
  }

  private Outcome shown(String token) {
    return authenticator.authenticate(new Credential(Optional.empty(), List.of("Bearer " + token)));
  }

  private void refused(String token) {
    assertThat(shown(token)).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void aPodsOwnTokenForUsIsTheOnlyOneThatIsGood() {
    var uid = pod("web-1", "web-tulle");
    var good = token("web-tulle", "tulle", "web-1", uid);
    assertThat(shown(good)).isInstanceOf(Outcome.Known.class);
    if (shown(good) instanceof Outcome.Known(var peer)) {
      assertThat(peer.identity()).isEqualTo(new SpiffeId("cluster.local", namespace, "web-tulle"));
      assertThat(peer.pod()).contains(new ObjectName("Pod", namespace, "web-1"));
      assertThat(Duration.between(Clock.systemUTC().instant(), peer.expires()))
          .isBetween(Duration.ofSeconds(LIFE_SECONDS - 60), Duration.ofSeconds(LIFE_SECONDS + 60));
    }
    refused(token("web-tulle", "https://kubernetes.default.svc.cluster.local", "web-1", uid));
    refused(token("web-tulle", "vault", "web-1", uid));
    refused(token("web-tulle", "tulle", null, null));
    var parts = good.split("\\.", -1);
    var others = token("other", "tulle", null, null).split("\\.", -1);
    refused(parts[0] + "." + others[1] + "." + parts[2]);
    refused(parts[0] + "." + parts[1] + "." + others[2]);
  }

  @Test
  void aPodThatIsGoneOrAnotherOfItsNameIsRefused() {
    var uid = pod("web-1", "web-tulle");
    var old = token("web-tulle", "tulle", "web-1", uid);
    client.pods().inNamespace(namespace).withName("web-1").withGracePeriod(0).delete();
    refused(old);
    var next = pod("web-1", "web-tulle");
    assertThat(next).isNotEqualTo(uid);
    refused(old);
    assertThat(shown(token("web-tulle", "tulle", "web-1", next))).isInstanceOf(Outcome.Known.class);
  }
}
