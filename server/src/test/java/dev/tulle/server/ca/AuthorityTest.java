package dev.tulle.server.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuthorityTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final SpiffeId GATEWAY =
      new SpiffeId("cluster.local", "tulle-system", "ingress-gateway");

  @TempDir Path directory;

  private Authority open(Instant now) throws IOException {
    var clock = Clock.fixed(now, ZoneOffset.UTC);
    return Authority.open(directory.resolve("ca"), clock, new SecureRandom(), "cluster.local");
  }

  @Test
  void aCertificateSpeaksForOneIdentityAndSignsNothing() throws Exception {
    var authority = open(NOW);
    var certificate = authority.issue(GATEWAY).certificate();
    certificate.verify(authority.root().getPublicKey());
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactly(List.of(6, "spiffe://cluster.local/ns/tulle-system/sa/ingress-gateway"));
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getExtendedKeyUsage())
        .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofHours(24)));
    assertThat(certificate.getNotBefore().toInstant()).isBefore(NOW);
    assertThat(authority.root().getBasicConstraints()).isZero();
  }

  @Test
  void aPodAndAddressesAreNamedBesideTheOneIdentity() throws Exception {
    var pod = new ObjectName("Pod", "tulle-system", "gateway-0");
    var bearer = new Bearer(GATEWAY, Optional.of(pod), List.of("10.1.2.3", "fd00::1"), List.of());
    var certificate = open(NOW).issue(bearer).certificate();
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactly(
            List.of(6, "spiffe://cluster.local/ns/tulle-system/sa/ingress-gateway"),
            List.of(2, "gateway-0.tulle-system.pod.cluster.local"),
            List.of(7, "10.1.2.3"),
            List.of(7, "fd00:0:0:0:0:0:0:1"));
  }

  @Test
  void noCertificateOutlivesTheRoot() throws Exception {
    var end = open(NOW).root().getNotAfter().toInstant();
    var late = open(end.minus(Duration.ofHours(1)));
    assertThat(late.issue(GATEWAY).certificate().getNotAfter().toInstant()).isEqualTo(end);
    assertThatThrownBy(() -> open(end))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expired");
  }

  @Test
  void anotherTrustDomainIsNotSigned() throws Exception {
    var authority = open(NOW);
    assertThatThrownBy(() -> authority.issue(new SpiffeId("elsewhere", "a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("elsewhere");
  }

  @Test
  void theRootIsMadeOnceAndOnlyItsOwnerCanReadIt() throws Exception {
    var first = open(NOW);
    assertThat(open(NOW).root()).isEqualTo(first.root());
    var file = directory.resolve("ca/root.pem");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(directory.resolve("ca"))) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void severalThatStartAtOnceEndWithOneRoot() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      var opened =
          threads.invokeAll(
              IntStream.range(0, 16).<Callable<Authority>>mapToObj(i -> () -> open(NOW)).toList());
      var roots = new HashSet<>();
      for (var each : opened) {
        roots.add(each.get().root());
      }
      assertThat(roots).hasSize(1);
    }
  }

  @Test
  void aDamagedRootIsOneSentenceWhereverItIsCut() throws Exception {
    open(NOW);
    var file = directory.resolve("ca/root.pem");
    var whole = Files.readString(file);
    for (var length = 0; length < whole.length() - 30; length += 25) {
      Files.writeString(file, whole.substring(0, length));
      assertThatThrownBy(() -> open(NOW))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("root.pem does not hold a whole certificate and its key");
    }
  }

  @Test
  void aRootOfAnotherTrustDomainIsRefused() throws Exception {
    open(NOW);
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);
    assertThatThrownBy(
            () -> Authority.open(directory.resolve("ca"), clock, new SecureRandom(), "other"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another trust domain");
  }

  @Test
  void keysAreNotPrinted() throws Exception {
    var issued = open(NOW).issue(GATEWAY);
    assertThat(issued.toString()).contains("[redacted]").doesNotContain("PRIVATE");
  }
}
