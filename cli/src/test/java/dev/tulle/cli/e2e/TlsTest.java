package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// TLS on the gateway's second port: each host is shown the certificate of its own Secret.
@EndToEnd
class TlsTest {

  private static final String FIRST = "one.example.com";
  private static final String SECOND = "two.example.com";

  @Test
  void eachHostIsShownItsOwnCertificateAndAChangedOneAtOnce() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      var one = Certificate.of(FIRST);
      var two = Certificate.of(SECOND);
      folder.save("secret-one.yaml", one.secret("one"));
      folder.save("secret-two.yaml", two.secret("two"));
      folder.save("tls.yaml", ingress("one", FIRST) + "---\n" + ingress("two", SECOND));
      tulle.serve(3);
      var address = tulle.secureGateway();
      assertThat(Certificate.shown(address, FIRST)).isEqualTo(one.certificate());
      assertThat(Certificate.shown(address, SECOND)).isEqualTo(two.certificate());

      long envoy = tulle.envoyPid();
      try (var load = Load.start(() -> Certificate.dial(address, FIRST), FIRST, 200)) {
        load.more(300);
        var other = Certificate.of(FIRST);
        folder.save("secret-one.yaml", other.secret("one"));
        tulle.await("the other certificate", () -> isShown(tulle, FIRST, other));
        load.more(300);
        load.endsWithoutFailure();
      }
      assertThat(Certificate.shown(address, SECOND)).isEqualTo(two.certificate());
      assertThat(tulle.envoyPid()).isEqualTo(envoy);
    }
  }

  @Test
  void aMissingSecretRefusesItsHostAndNoOther() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      var one = Certificate.of(FIRST);
      folder.save("secret-one.yaml", one.secret("one"));
      folder.save("tls.yaml", ingress("one", FIRST) + "---\n" + ingress("two", SECOND));
      tulle.serve(3);
      var address = tulle.secureGateway();
      assertThat(Certificate.shown(address, FIRST)).isEqualTo(one.certificate());
      assertThatThrownBy(() -> Certificate.shown(address, SECOND)).isInstanceOf(IOException.class);
      var warnings = tulle.warnings().stream().filter(it -> it.severity().equals("error")).toList();
      assertThat(warnings).hasSize(1);
      assertThat(warnings.getFirst().message()).contains("Secret").contains("two");
      assertThat(warnings.getFirst().cure()).isNotEmpty();

      var two = Certificate.of(SECOND);
      folder.save("secret-two.yaml", two.secret("two"));
      tulle.await("the certificate", () -> isShown(tulle, SECOND, two));
      tulle.await(
          "no error",
          () -> tulle.warnings().stream().noneMatch(it -> it.severity().equals("error")));
    }
  }

  private static boolean isShown(Tulle tulle, String host, Certificate certificate) {
    try {
      return Certificate.shown(tulle.secureGateway(), host).equals(certificate.certificate());
    } catch (IOException e) {
      return false;
    }
  }

  /// The Secret has the Ingress' name.
  static String ingress(String name, String host) {
    return Yaml.ingress(name, host, "my-service")
        + """
          tls:
            - hosts: [%s]
              secretName: %s
        """
            .formatted(host, name);
  }
}
