package dev.tulle.core.gateway;

import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SessionPersistence;
import java.time.Duration;
import java.util.Optional;

/// What is asked of sessions, of a route's rule or of a backend, as far as it can be had. `name` is
/// empty where none is given.
record SessionTerms(String name, boolean byHeader, Optional<Duration> lifetime) {

  static final String NOT_KEPT = "remove it, or write type: Cookie";

  /// Who is told what cannot be had.
  @FunctionalInterface
  interface Warnings {
    void warn(String field, String wrong, String cure);
  }

  /// Empty where sessions cannot be kept.
  static Optional<SessionTerms> read(String field, SessionPersistence given, Warnings warnings) {
    var name = Given.text(given.getSessionName());
    if (given.getSessionName() != null && !HeaderNames.isValid(name)) {
      warnings.warn(
          field + ".sessionName",
          "calls its sessions \"" + Given.brief(name) + "\", which no cookie or header is called",
          "write a name of letters, digits and -");
      return Optional.empty();
    }
    if (!"Header".equals(given.getType())) {
      return Optional.of(new SessionTerms(name, false, lifetime(field, given, warnings)));
    }
    if (given.getAbsoluteTimeout() != null) {
      warnings.warn(
          field + ".absoluteTimeout",
          "ends sessions that are kept by a header, which has no time",
          NOT_KEPT);
    }
    return Optional.of(new SessionTerms(name, true, Optional.empty()));
  }

  /// Envoy writes the end of a cookie into the cookie, and keeps to it itself; without, it knows of
  /// none.
  private static Optional<Duration> lifetime(
      String field, SessionPersistence given, Warnings warnings) {
    var timeout = given.getAbsoluteTimeout();
    if (timeout == null) {
      return Optional.empty();
    }
    var read = Durations.read(timeout).filter(Duration::isPositive);
    if (read.isEmpty()) {
      warnings.warn(
          field + ".absoluteTimeout",
          "ends sessions after \"" + Given.brief(timeout) + "\", which is no time",
          "write one such as 30m");
      return Optional.empty();
    }
    var config = given.getCookieConfig();
    if (config == null || !"Permanent".equals(config.getLifetimeType())) {
      warnings.warn(
          field + ".absoluteTimeout",
          "ends sessions whose cookies have no time, so that they end with the client alone",
          "remove it, or write cookieConfig.lifetimeType: Permanent");
      return Optional.empty();
    }
    return read;
  }
}
