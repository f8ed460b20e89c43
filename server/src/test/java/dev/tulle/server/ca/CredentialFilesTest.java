package dev.tulle.server.ca;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialFilesTest {

  private static final SpiffeId GATEWAY =
      new SpiffeId("cluster.local", "tulle-system", "ingress-gateway");
  private static final Bearer BEARER = Bearer.of(GATEWAY);
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  @TempDir Path directory;

  private Authority authority;
  private CredentialFiles files;

  @BeforeEach
  void open() throws Exception {
    authority =
        Authority.open(
            directory.resolve("ca"),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new SecureRandom(),
            "cluster.local");
    var own = Files.createDirectory(directory.resolve("proxy"));
    var uid = (int) Files.getAttribute(own, "unix:uid");
    var gid = (int) Files.getAttribute(own, "unix:gid");
    files = new CredentialFiles(own, new Owner(uid, gid));
  }

  @Test
  void writesAndRotatesAllThreeAtOnce() throws Exception {
    assertThat(files.current(authority.root(), BEARER)).isEmpty();
    for (var round = 0; round < 3; round++) {
      var issued = authority.issue(GATEWAY);
      files.write(issued, authority.rootPem());
      var proxy = directory.resolve("proxy");
      assertThat(proxy.resolve("tls.crt")).hasContent(issued.certificatePem());
      assertThat(proxy.resolve("tls.key")).hasContent(issued.keyPem());
      assertThat(proxy.resolve("ca.crt")).hasContent(authority.rootPem());
      assertThat(Files.getPosixFilePermissions(proxy.resolve("tls.key")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(files.current(authority.root(), BEARER)).contains(issued.certificate());
      try (var all = Files.list(proxy)) {
        assertThat(all).as("three files, one link, one directory").hasSize(5);
      }
    }
  }

  @Test
  void aCertificateOfAnotherRootDoesNotCount() throws Exception {
    var other =
        Authority.open(
            directory.resolve("other"),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new SecureRandom(),
            "cluster.local");
    files.write(other.issue(GATEWAY), other.rootPem());
    assertThat(files.current(authority.root(), BEARER)).isEmpty();
  }

  @Test
  void aCertificateThatNamesAnythingElseDoesNotCount() throws Exception {
    var pod = new ObjectName("Pod", "tulle-system", "a");
    var other = new ObjectName("Pod", "tulle-system", "b");
    var account = new SpiffeId("cluster.local", "tulle-system", "other");
    var bearers =
        List.of(
            BEARER,
            Bearer.of(account),
            Bearer.of(GATEWAY, pod),
            Bearer.of(GATEWAY, other),
            new Bearer(GATEWAY, Optional.empty(), List.of("10.0.0.1"), List.of()),
            new Bearer(GATEWAY, Optional.empty(), List.of("10.0.0.2"), List.of()),
            new Bearer(GATEWAY, Optional.empty(), List.of("10.0.0.1", "fd00::1"), List.of()),
            new Bearer(GATEWAY, Optional.of(pod), List.of("10.0.0.1"), List.of()));
    for (var issued : bearers) {
      files.write(authority.issue(issued), authority.rootPem());
      for (var asked : bearers) {
        assertThat(files.current(authority.root(), asked).isPresent())
            .as("there is one of %s, wanted is one of %s", issued, asked)
            .isEqualTo(issued.equals(asked));
      }
    }
  }

  @Test
  void filesOfAnotherPodAreWrittenAnew() throws Exception {
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);
    try (var rotation = new Rotation(authority, clock, RandomGenerator.of("L64X128MixRandom"))) {
      rotation.keep("proxy", BEARER, files);
      var pod = Bearer.of(GATEWAY, new ObjectName("Pod", "tulle-system", "a"));
      rotation.keep("proxy", pod, files);
      assertThat(files.current(authority.root(), pod)).isPresent();
      assertThat(files.current(authority.root(), BEARER)).isEmpty();
    }
  }

  @Test
  void renewalIsAboutHalfWay() {
    var certificate = authority.issue(GATEWAY).certificate();
    var early = Renewal.due(certificate, 0);
    var late = Renewal.due(certificate, 1);
    assertThat(early).isBetween(NOW.plus(Duration.ofHours(10)), NOW.plus(Duration.ofHours(12)));
    assertThat(late).isBetween(NOW.plus(Duration.ofHours(12)), NOW.plus(Duration.ofHours(14)));
  }

  @Test
  void rotatesWhatIsDueAndLeavesWhatIsNot() throws Exception {
    var later = Clock.offset(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofHours(20));
    var old = authority.issue(GATEWAY).certificate();
    try (var rotation = new Rotation(authority, later, RandomGenerator.of("L64X128MixRandom"))) {
      var renewed = new SynchronousQueue<X509Certificate>();
      // every certificate of this authority is already due at this clock: it is renewed for ever
      Thread.startVirtualThread(
          () -> {
            try {
              rotation.keep(
                  "proxy",
                  BEARER,
                  Optional.of(old),
                  issued -> {
                    try {
                      renewed.put(issued.certificate());
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
      for (var round = 0; round < 3; round++) {
        assertThat(renewed.poll(10, TimeUnit.SECONDS)).isNotNull().isNotEqualTo(old);
      }
    }
    files.write(authority.issue(GATEWAY), authority.rootPem());
    var before = files.current(authority.root(), BEARER);
    try (var rotation =
        new Rotation(
            authority, Clock.fixed(NOW, ZoneOffset.UTC), RandomGenerator.of("L64X128MixRandom"))) {
      rotation.keep("proxy", BEARER, files);
      assertThat(files.current(authority.root(), BEARER)).isEqualTo(before);
    }
  }
}
