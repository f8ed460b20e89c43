package dev.tulle.core.gateway;

import dev.tulle.core.gateway.HttpRules.Rule;
import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.RouteAction.Forward;
import dev.tulle.core.ir.RouteAction.Share;
import dev.tulle.core.ir.RouteFilter;
import dev.tulle.core.ir.Session;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SessionPersistence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads how the sessions of a rule persist.
///
/// The cookie of each backend has a name of its own, which begins with the session's: so it says
/// which backend a session is with, whatever the weights are by now. What a header is called,
/// clients have to know.
final class SessionReader {

  private static final String NOT_KEPT = "remove it, or write type: Cookie";

  private final RouteJudgement judgement;

  SessionReader(RouteJudgement judgement) {
    this.judgement = judgement;
  }

  /// Where a rule asks for sessions: its field, and a name that no other rule has.
  record Place(String field, String rule) {

    static Place of(String field, @Nullable String name) {
      return new Place(
          field + ".sessionPersistence", name == null || name.isEmpty() ? field : name);
    }
  }

  /// The same rule, with sessions where these can be had.
  Rule of(Place place, @Nullable SessionPersistence given, Rule rule) {
    return rule.action() instanceof Forward(var shares, var timeouts, var retry)
        ? new Rule(
            rule.matches(),
            rule.filters(),
            new Forward(with(place, given, shares), timeouts, retry))
        : rule;
  }

  private List<Share> with(Place place, @Nullable SessionPersistence given, List<Share> shares) {
    if (given == null || shares.stream().noneMatch(SessionReader::isUsable)) {
      return shares;
    }
    var name =
        given.getSessionName() == null
            ? "session-" + hash(judgement.route() + "/" + place.rule())
            : given.getSessionName();
    if (!HeaderNames.isValid(name)) {
      judgement.warn(
          place.field() + ".sessionName",
          "calls its sessions \"" + Given.brief(name) + "\", which no cookie or header is called",
          "write a name of letters, digits and -");
      return shares;
    }
    return "Header".equals(given.getType())
        ? byHeader(place.field(), given, name, shares)
        : byCookie(name, lifetime(place.field(), given), shares);
  }

  private static List<Share> byCookie(
      String name, Optional<Duration> lifetime, List<Share> shares) {
    var all = new ArrayList<Share>();
    for (var share : shares) {
      if (share.backend() instanceof Backend.To(var upstream, _)) {
        var own = name + "-" + hash(upstream.port().toString());
        all.add(with(share, new Session.Cookie(own, "/", lifetime)));
      } else {
        all.add(share);
      }
    }
    return all;
  }

  private List<Share> byHeader(
      String field, SessionPersistence given, String name, List<Share> shares) {
    if (shares.size() > 1) {
      judgement.warn(
          field + ".type",
          "keeps sessions by a header that does not say which of several backends they are with,"
              + " so they are not kept",
          NOT_KEPT);
      return shares;
    }
    if (given.getAbsoluteTimeout() != null) {
      judgement.warn(
          field + ".absoluteTimeout",
          "ends sessions that are kept by a header, which has no time",
          NOT_KEPT);
    }
    return List.of(with(shares.getFirst(), new Session.Header(name)));
  }

  /// Envoy writes the end of a cookie into the cookie, and keeps to it itself; without, it knows of
  /// none.
  private Optional<Duration> lifetime(String field, SessionPersistence given) {
    var timeout = given.getAbsoluteTimeout();
    if (timeout == null) {
      return Optional.empty();
    }
    var read = Durations.read(timeout).filter(Duration::isPositive);
    if (read.isEmpty()) {
      judgement.warn(
          field + ".absoluteTimeout",
          "ends sessions after \"" + Given.brief(timeout) + "\", which is no time",
          "write one such as 30m");
      return Optional.empty();
    }
    var config = given.getCookieConfig();
    if (config == null || !"Permanent".equals(config.getLifetimeType())) {
      judgement.warn(
          field + ".absoluteTimeout",
          "ends sessions whose cookies have no time, so that they end with the client alone",
          "remove it, or write cookieConfig.lifetimeType: Permanent");
      return Optional.empty();
    }
    return read;
  }

  private static boolean isUsable(Share share) {
    return share.backend() instanceof Backend.To;
  }

  private static Share with(Share share, Session session) {
    var filters = new ArrayList<>(share.filters());
    filters.add(new RouteFilter.Persist(session));
    return new Share(share.backend(), share.weight(), filters);
  }

  private static String hash(String text) {
    return "%08x".formatted(text.hashCode());
  }
}
