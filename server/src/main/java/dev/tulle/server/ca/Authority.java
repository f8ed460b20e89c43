package dev.tulle.server.ca;

import dev.tulle.core.name.SpiffeId;
import dev.tulle.server.ca.RootStore.RootText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// The certificate authority of one trust domain. What it signs is always for one SPIFFE id of that
/// domain, cannot sign others, and lives a day at most. Safe for any thread.
public final class Authority {

  /// How long a certificate lives.
  public static final Duration LIFE = Duration.ofHours(24);

  private static final Duration ROOT_LIFE = Duration.ofDays(3650);

  /// Clocks of other machines may be a little behind.
  private static final Duration BACKDATED = Duration.ofMinutes(5);

  private final String trustDomain;
  private final Root root;
  private final Clock clock;
  private final SecureRandom random;
  private final CertificateMaker maker;

  private Authority(String trustDomain, Root root, Clock clock, SecureRandom random) {
    this.trustDomain = trustDomain;
    this.root = root;
    this.clock = clock;
    this.random = random;
    this.maker = new CertificateMaker(random);
  }

  /// The authority whose root is kept in `directory`; made there on first use.
  public static Authority open(Path directory, Clock clock, SecureRandom random, String trustDomain)
      throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return open(new RootFile(directory), clock, random, trustDomain);
  }

  /// The authority whose root is kept in `store`; made there on first use.
  public static Authority open(
      RootStore store, Clock clock, SecureRandom random, String trustDomain) throws IOException {
    var stored = store.read();
    var text =
        stored.isPresent() ? stored.get() : store.create(make(trustDomain, clock, random).text());
    var root = read(store.place(), text);
    check(store.place(), root, clock, trustDomain);
    return new Authority(trustDomain, root, clock, random);
  }

  private static Root read(String place, RootText text) throws IOException {
    try {
      return Root.read(text);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          place
              + " does not hold a whole certificate and its key ("
              + e.getMessage()
              + "): restore it from a backup, or move it away and every proxy gets a new identity",
          e);
    }
  }

  private static Root make(String trustDomain, Clock clock, SecureRandom random)
      throws IOException {
    var now = clock.instant();
    try {
      var keys = keys(random);
      var validity = new CertificateMaker.Validity(now.minus(BACKDATED), now.plus(ROOT_LIFE));
      var certificate = new CertificateMaker(random).root(trustDomain, keys, validity);
      return new Root(certificate, keys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IOException("this JDK cannot make a P-256 root certificate", e);
    }
  }

  private static void check(String place, Root root, Clock clock, String trustDomain)
      throws IOException {
    var subject = root.certificate().getSubjectX500Principal().getName();
    if (!subject.equals("CN=Tulle root of " + trustDomain)) {
      throw new IOException(
          "the root in "
              + place
              + " is for another trust domain ("
              + subject
              + "), not "
              + trustDomain
              + ": move it away and every proxy gets a new identity");
    }
    if (!clock.instant().isBefore(root.certificate().getNotAfter().toInstant())) {
      throw new IOException(
          "the root in "
              + place
              + " expired at "
              + root.certificate().getNotAfter()
              + ": move it away and every proxy gets a new identity");
    }
  }

  public Issued issue(SpiffeId identity) {
    return issue(Bearer.of(identity));
  }

  /// A fresh key and a certificate for this bearer.
  public Issued issue(Bearer bearer) {
    var identity = bearer.identity();
    if (!identity.trustDomain().equals(trustDomain)) {
      throw new IllegalArgumentException(
          identity + " is not in the trust domain " + trustDomain + ", so it is not signed");
    }
    try {
      var keys = keys(random);
      var certificate = maker.leaf(bearer, keys, root, validity());
      return new Issued(identity, certificate, keys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a root that once signed can sign", e);
    }
  }

  private CertificateMaker.Validity validity() {
    var now = clock.instant();
    var until = now.plus(LIFE);
    var end = root.certificate().getNotAfter().toInstant();
    return new CertificateMaker.Validity(now.minus(BACKDATED), earlier(until, end));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  public String trustDomain() {
    return trustDomain;
  }

  public X509Certificate root() {
    return root.certificate();
  }

  public String rootPem() {
    return Pem.certificate(root.certificate());
  }

  private static KeyPair keys(SecureRandom random) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }
}
