package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// One object that Envoy refuses: everything else comes into force, its last good version goes on,
/// its status quotes Envoy, and a proxy that starts anew becomes ready.
@EndToEnd
class NothingFreezesTest {

  private static final String HOST = "one.example.com";
  private static final String WORDS = "Failed to load certificate chain";
  private static final Duration IN_FORCE = Duration.ofSeconds(2);

  @Test
  void aCertificateThatEnvoyRefusesHoldsUpNothingElse() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      var good = Certificate.of(HOST);
      folder.save("secret.yaml", good.secret("one"));
      folder.save("tls.yaml", TlsTest.ingress("one", HOST));
      tulle.serve(3);
      tulle.await("the certificate", () -> isShown(tulle, good));

      try (var load = tulle.load()) {
        load.more(100);
        folder.save("secret.yaml", Certificate.refused(HOST).secret("one"));
        tulle.await("Envoy's words", () -> quoted(tulle));
        for (int i = 0; i < 3; i++) {
          var host = "later-" + i + ".example.com";
          long saved = System.nanoTime();
          folder.save("later.yaml", Yaml.ingress("later", host, "my-service"));
          tulle.awaitAnswer(host);
          assertThat(System.nanoTime() - saved).isLessThan(IN_FORCE.toNanos());
        }
        assertThat(isShown(tulle, good)).isTrue();
        load.more(100);
        load.endsWithoutFailure();
      }

      long envoy = tulle.envoyPid();
      ProcessHandle.of(envoy).orElseThrow().destroyForcibly();
      tulle.await("another Envoy", () -> tulle.envoyPid() != envoy);
      tulle.awaitAnswer(Tulle.HOST);
      tulle.awaitStatus("a gateway that is ready", it -> it.gateways().getFirst().ready());
      assertThat(isShown(tulle, good)).isTrue();

      var other = Certificate.of(HOST);
      folder.save("secret.yaml", other.secret("one"));
      tulle.await("the other certificate", () -> isShown(tulle, other));
      tulle.await("no complaint", () -> !quoted(tulle));
    }
  }

  /// Whether the Secret's status says what Envoy said.
  private static boolean quoted(Tulle tulle) {
    return tulle.status().stream()
        .flatMap(it -> it.objects().stream())
        .filter(it -> it.kind().equals("Secret") && it.name().equals("one"))
        .flatMap(it -> it.conditions().stream())
        .anyMatch(it -> it.status().equals("False") && it.message().contains(WORDS));
  }

  private static boolean isShown(Tulle tulle, Certificate certificate) {
    try {
      return Certificate.shown(tulle.secureGateway(), HOST).equals(certificate.certificate());
    } catch (IOException e) {
      return false;
    }
  }
}
