package dev.tulle.core.gateway;

import dev.tulle.core.gateway.HttpRules.Rule;
import dev.tulle.core.gateway.RuleReader.Asked;
import dev.tulle.core.gateway.SessionReader.Place;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.Retry;
import dev.tulle.core.ir.Timeouts;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRetry;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteTimeouts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an HTTPRoute for one of its parents.
public final class HttpRouteReader {

  private static final int ATTEMPTS = 2;

  private final RouteJudgement judgement;
  private final HttpMatchReader matches;
  private final RuleReader rules;
  private final SessionReader sessions;

  private HttpRouteReader(RouteJudgement judgement, References references) {
    this.judgement = judgement;
    this.matches = new HttpMatchReader(judgement);
    this.rules = new RuleReader(judgement, references, Protocol.HTTP1);
    this.sessions = new SessionReader(judgement, references);
  }

  public static HttpRules read(HTTPRoute route, References references) {
    var metadata = route.getMetadata();
    var name =
        Kind.HTTP_ROUTE.named(Given.text(metadata.getNamespace()), Given.text(metadata.getName()));
    var judgement = new RouteJudgement(name);
    var reader = new HttpRouteReader(judgement, references);
    var spec = Objects.requireNonNullElseGet(route.getSpec(), HTTPRouteSpec::new);
    return new RulesReader(judgement, Given.text(metadata.getCreationTimestamp()))
        .read(spec.getHostnames(), orDefault(spec.getRules()), reader::rule);
  }

  /// Without rules, a route takes every request and sends it nowhere.
  private static List<HTTPRouteRule> orDefault(@Nullable List<HTTPRouteRule> rules) {
    var given = Given.list(rules);
    return given.isEmpty() ? List.of(new HTTPRouteRule()) : given;
  }

  private Optional<Rule> rule(String field, HTTPRouteRule rule) {
    int refusals = judgement.refused().size();
    var timeouts = timeouts(field + ".timeouts", rule.getTimeouts());
    var retry = retry(field + ".retry", rule.getRetry());
    boolean understood = judgement.refused().size() == refusals;
    return matches
        .read(field, rule.getMatches())
        .filter(_ -> understood)
        .map(read -> new Asked(read, rule.getFilters(), rule.getBackendRefs(), timeouts, retry))
        .map(asked -> rules.read(field, asked))
        .map(
            read ->
                sessions.of(Place.of(field, rule.getName()), rule.getSessionPersistence(), read));
  }

  private Timeouts timeouts(String field, @Nullable HTTPRouteTimeouts given) {
    return given == null
        ? Timeouts.NONE
        : new Timeouts(
            duration(field + ".request", given.getRequest()),
            duration(field + ".backendRequest", given.getBackendRequest()));
  }

  private Optional<Retry> retry(String field, @Nullable HTTPRouteRetry given) {
    if (given == null) {
      return Optional.empty();
    }
    var attempts = given.getAttempts() == null ? ATTEMPTS : Math.max(0, given.getAttempts());
    var backoff = duration(field + ".backoff", given.getBackoff());
    return Optional.of(new Retry(attempts, Given.list(given.getCodes()), backoff));
  }

  private Optional<Duration> duration(String field, @Nullable String given) {
    if (given == null) {
      return Optional.empty();
    }
    var duration = Durations.read(given);
    if (duration.isEmpty()) {
      judgement.refuse(
          field,
          "has the duration \"" + Given.brief(given) + "\", which is none",
          "write one such as 500ms or 1m30s");
    }
    return duration;
  }
}
