package dev.tulle.server.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.xds.Resources;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.ca.Authority;
import dev.tulle.server.stream.EnvoyProgram;
import dev.tulle.server.stream.Feedback;
import dev.tulle.server.stream.Identity;
import dev.tulle.server.stream.Limits;
import dev.tulle.server.stream.Peer;
import dev.tulle.server.stream.Publications;
import dev.tulle.server.stream.XdsServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Envoy that proves who it is with a token, to a server whose root is a Secret.
final class PodEnvoyTest {

  private static final Scope SCOPE = new Scope.Gateway(new ObjectName("Gateway", "shop", "web"));
  private static final ControlPlaneNames NAMES =
      new ControlPlaneNames("tulle-system", "cluster.local", "cluster.local");

  @TempDir Path directory;

  private final List<Peer> asked = new CopyOnWriteArrayList<>();
  private FakeApiServer api;
  private KubernetesClient client;
  private Authority authority;
  private Publications publications;
  private XdsServer server;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        EnvoyProgram.find().isPresent(),
        "there is no Envoy 1.40.0: set TULLE_ENVOY to one, or let ./tulle fetch it");
    api = new FakeApiServer();
    client = api.client();
    api.run("shop", "web-tulle", "web-1", "uid-1");
    var clock = Clock.systemUTC();
    authority =
        Authority.open(
            new RootSecret(client, "tulle-system"), clock, new SecureRandom(), "cluster.local");
    publications =
        new Publications(
            peer -> {
              asked.add(peer);
              return Optional.of(SCOPE);
            },
            scope -> {});
    publications.synced();
    publications.publish(SCOPE, 1, Resources.empty());
    var issued = authority.issue(NAMES.bearer());
    server =
        XdsServer.start(
            List.of(
                new XdsServer.Address.Uncertified(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    new TokenAuthenticator(client, "cluster.local", clock))),
            new Identity(
                issued.key(),
                List.of(issued.certificate(), authority.root()),
                List.of(authority.root()),
                "cluster.local"),
            new XdsServer.Wiring(publications, Feedback.none(), Limits.standard(), clock));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
      client.close();
      api.close();
    }
  }

  private String token(Instant until, String id) {
    var token = FakeApiServer.token("tulle", until, id);
    api.tokens.put(token, FakeApiServer.good("shop", "web-tulle", "web-1", "uid-1"));
    return token;
  }

  private PodEnvoy envoy(String token) throws Exception {
    return new PodEnvoy(directory, NAMES, server.ports().getFirst(), authority.rootPem(), token);
  }

  @Test
  void becomesReadyAndShowsTheNewTokenWhenTheOldOneHasExpired() throws Exception {
    var first = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 8);
    var second = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 3600);
    try (var envoy = envoy(token(first, "first"))) {
      await().untilAsserted(() -> assertThat(envoy.probe("/ready")).as(envoy.log()).isEqualTo(200));
      assertThat(asked).extracting(Peer::expires).contains(first).doesNotContain(second);
      assertThat(asked.getFirst().pod()).contains(new ObjectName("Pod", "shop", "web-1"));
      for (var page : List.of("/", "/quitquitquit", "/config_dump", "/ready/", "/stats")) {
        assertThat(envoy.probe(page)).as(page).isEqualTo(404);
      }
      envoy.project(token(second, "second"));
      await()
          .untilAsserted(
              () -> assertThat(asked).extracting(Peer::expires).as(envoy.log()).contains(second));
      assertThat(envoy.probe("/ready")).isEqualTo(200);
    }
  }

  @Test
  void isNotReadyWithATokenThatIsNoGood() throws Exception {
    try (var envoy = envoy(FakeApiServer.token("tulle", Instant.now().plusSeconds(99), "bad"))) {
      await().untilAsserted(() -> assertThat(envoy.log()).contains("does not know the token"));
      assertThat(envoy.probe("/ready")).isNotEqualTo(200);
      assertThat(asked).isEmpty();
    }
  }
}
