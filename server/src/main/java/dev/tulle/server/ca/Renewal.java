package dev.tulle.server.ca;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// When a certificate is renewed: at half of its life, a little earlier or later, so that many
/// proxies that started together do not renew together. Pure.
final class Renewal {

  private static final double HALF = 0.5;
  private static final double SPREAD = 0.1;

  private Renewal() {}

  /// `jitter` is between 0 and 1.
  static Instant due(X509Certificate certificate, double jitter) {
    var from = certificate.getNotBefore().toInstant();
    var life = Duration.between(from, certificate.getNotAfter().toInstant());
    var share = HALF - SPREAD / 2 + SPREAD * jitter;
    return from.plusMillis((long) (life.toMillis() * share));
  }
}
