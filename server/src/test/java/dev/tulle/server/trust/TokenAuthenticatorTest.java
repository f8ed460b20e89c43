package dev.tulle.server.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.server.stream.Authenticator.Outcome;
import dev.tulle.server.stream.Credential;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens as an API server judges them, asked over HTTP.
final class TokenAuthenticatorTest {

  private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");
  private static final Instant LATER = START.plus(Duration.ofHours(1));

  private FakeApiServer api;
  private KubernetesClient client;
  private Instant now = START;
  private TokenAuthenticator authenticator;

  private final class Watch extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void start() throws IOException {
    api = new FakeApiServer();
    client = api.client();
    authenticator = new TokenAuthenticator(client, "cluster.local", new Watch());
    api.run("shop", "web-tulle", "web-1", "uid-1");
  }

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  private String good(String id) {
    var token = FakeApiServer.token("tulle", LATER, id);
    api.tokens.put(token, FakeApiServer.good("shop", "web-tulle", "web-1", "uid-1"));
    return token;
  }

  private Outcome shown(String... headers) {
    return authenticator.authenticate(new Credential(Optional.empty(), List.of(headers)));
  }

  private Outcome token(String token) {
    return shown("Bearer " + token);
  }

  private static void refused(Outcome outcome, String why) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.toString()).contains(why);
  }

  @Test
  void aGoodTokenSaysWhoAndUntilWhen() {
    assertThat(token(good("a"))).isInstanceOf(Outcome.Known.class);
    if (token(good("a")) instanceof Outcome.Known(var peer)) {
      assertThat(peer.identity()).isEqualTo(new SpiffeId("cluster.local", "shop", "web-tulle"));
      assertThat(peer.pod()).contains(new ObjectName("Pod", "shop", "web-1"));
      assertThat(peer.expires()).isEqualTo(LATER);
    }
  }

  @Test
  void whatIsNoTokenIsNotEvenReviewed() {
    var good = good("a");
    refused(shown(), "one ServiceAccount token");
    refused(shown("Bearer "), "one ServiceAccount token");
    refused(shown(good), "one ServiceAccount token");
    refused(shown("Basic " + good), "one ServiceAccount token");
    refused(shown("Bearer " + good, "Bearer " + good), "one ServiceAccount token");
    refused(shown("Bearer " + good + " " + good), "one ServiceAccount token");
    refused(token("a.b.c"), "one ServiceAccount token");
    refused(token("x".repeat(20_000) + ".e30.x"), "one ServiceAccount token");
    refused(token(FakeApiServer.token("vault", LATER, "v")), "audience tulle");
    refused(token(FakeApiServer.token("tulle", START.minusSeconds(1), "e")), "expired at");
    assertThat(api.reviews).hasValue(0);
  }

  @Test
  void whatTheApiServerDoesNotKnowIsRefused() {
    refused(token(FakeApiServer.token("tulle", LATER, "forged")), "does not know the token");
  }

  @Test
  void aReviewWithoutOurAudienceIsRefused() {
    var token = good("a");
    api.tokens.put(
        token,
        new TokenReviewStatusBuilder(FakeApiServer.good("shop", "web-tulle", "web-1", "uid-1"))
            .withAudiences("https://kubernetes.default.svc")
            .build());
    refused(token(token), "audience tulle");
  }

  @Test
  void whoIsNoServiceAccountBoundToOnePodIsRefused() {
    var good = FakeApiServer.good("shop", "web-tulle", "web-1", "uid-1");
    var person =
        new TokenReviewStatusBuilder(good).editUser().withUsername("admin").endUser().build();
    var unbound =
        new TokenReviewStatusBuilder(good)
            .editUser()
            .removeFromExtra("authentication.kubernetes.io/pod-uid")
            .endUser()
            .build();
    var two =
        new TokenReviewStatusBuilder(good)
            .editUser()
            .addToExtra("authentication.kubernetes.io/pod-name", List.of("web-1", "web-2"))
            .endUser()
            .build();
    for (var status : List.of(person, unbound, two)) {
      var token = FakeApiServer.token("tulle", LATER, "t" + status.hashCode());
      api.tokens.put(token, status);
      refused(token(token), "bound to a Pod");
    }
  }

  @Test
  void aPodThatIsNotTheOneIsRefused() {
    api.run("shop", "web-tulle", "web-1", "uid-2");
    refused(token(good("another pod of that name")), "there no more");
    api.run("shop", "other", "web-1", "uid-1");
    refused(token(good("another account")), "there no more");
    api.pods.clear();
    refused(token(good("none")), "there no more");
  }

  @Test
  void whatWasGoodIsNotAskedAboutForAMinuteAndThenAgain() {
    var token = good("a");
    for (int i = 0; i < 10; i++) {
      assertThat(token(token)).isInstanceOf(Outcome.Known.class);
    }
    assertThat(api.reviews).hasValue(1);
    api.pods.clear();
    now = START.plusSeconds(61);
    refused(token(token), "there no more");
    assertThat(api.reviews).hasValue(2);
  }

  @Test
  void whatWasBadIsNotAskedAboutForTenSecondsAndThenAgain() {
    var token = FakeApiServer.token("tulle", LATER, "late");
    refused(token(token), "does not know");
    api.tokens.put(token, FakeApiServer.good("shop", "web-tulle", "web-1", "uid-1"));
    refused(token(token), "does not know");
    assertThat(api.reviews).hasValue(1);
    now = START.plusSeconds(11);
    assertThat(token(token)).isInstanceOf(Outcome.Known.class);
  }

  @Test
  void whileTheApiServerIsAwayOnlyWhatWasGoodIsGood() {
    var token = good("a");
    var bad = FakeApiServer.token("tulle", LATER, "bad");
    assertThat(token(token)).isInstanceOf(Outcome.Known.class);
    refused(token(bad), "does not know");
    now = START.plusSeconds(120);
    for (int code : List.of(403, 429, 500, 503)) {
      api.away = code;
      assertThat(token(token)).isInstanceOf(Outcome.Known.class);
      assertThat(token(bad)).isInstanceOf(Outcome.Undecided.class);
      assertThat(token(good("never seen"))).isInstanceOf(Outcome.Undecided.class);
    }
    now = LATER;
    refused(token(token), "expired at");
  }

  @Test
  void nothingShowsTheToken() {
    var token = good("a");
    var credential = new Credential(Optional.empty(), List.of("Bearer " + token));
    assertThat(credential.toString()).doesNotContain(token);
    assertThat(Token.read(credential.authorization()).orElseThrow().toString())
        .doesNotContain(token);
    assertThat(token(token).toString()).doesNotContain(token);
  }
}
