package dev.tulle.core.gateway;

import dev.tulle.core.gateway.HttpRules.Rule;
import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.RouteAction.Forward;
import dev.tulle.core.ir.RouteAction.Share;
import dev.tulle.core.ir.RouteFilter;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.ir.Session;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SessionPersistence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads how the sessions of a rule persist: as the rule says, else as the policy of each backend
/// does. No two rules share a session.
///
/// The cookie of each backend has a name of its own, which begins with the session's: so it says
/// which backend a session is with, whatever the weights are by now. What a header is called,
/// clients have to know.
final class SessionReader {

  private final RouteJudgement judgement;
  private final References references;

  SessionReader(RouteJudgement judgement, References references) {
    this.judgement = judgement;
    this.references = references;
  }

  /// A rule by its field, and by a name that no other rule has.
  record Place(String field, String rule) {

    static Place of(String field, @Nullable String name) {
      return new Place(field, name == null || name.isEmpty() ? field : name);
    }
  }

  /// The same rule, with sessions where these can be had.
  Rule of(Place place, @Nullable SessionPersistence given, Rule rule) {
    return rule.action() instanceof Forward(var shares, var timeouts, var retry)
        ? new Rule(
            rule.matches(),
            rule.filters(),
            new Forward(
                given == null ? ofBackends(place, shares) : ofRule(place, given, shares),
                timeouts,
                retry))
        : rule;
  }

  private List<Share> ofRule(Place place, SessionPersistence given, List<Share> shares) {
    var field = place.field() + ".sessionPersistence";
    var terms =
        shares.stream().noneMatch(share -> share.backend() instanceof Backend.To)
            ? Optional.<SessionTerms>empty()
            : SessionTerms.read(field, given, judgement::warn);
    if (terms.isEmpty()) {
      return shares;
    }
    var name = terms.get().name().isEmpty() ? "session-" + mark(place) : terms.get().name();
    if (!terms.get().byHeader()) {
      return shares.stream().map(share -> ofRule(name, terms.get(), share)).toList();
    }
    if (shares.size() > 1) {
      judgement.warn(
          field + ".type",
          "keeps sessions by a header that does not say which of several backends they are with,"
              + " so they are not kept",
          SessionTerms.NOT_KEPT);
      return shares;
    }
    return List.of(with(shares.getFirst(), new Session.Header(name)));
  }

  private static Share ofRule(String name, SessionTerms terms, Share share) {
    return share.backend() instanceof Backend.To(var upstream, _)
        ? with(share, new Session.Cookie(own(name, upstream.port()), "/", terms.lifetime()))
        : share;
  }

  private List<Share> ofBackends(Place place, List<Share> shares) {
    return shares.stream().map(share -> ofBackend(place, share, shares.size() == 1)).toList();
  }

  private Share ofBackend(Place place, Share share, boolean isOnly) {
    if (!(share.backend() instanceof Backend.To(var upstream, _))) {
      return share;
    }
    var policy = references.traffic(upstream.port().service());
    if (policy.isEmpty() || policy.get().sessions().isEmpty()) {
      return share;
    }
    var terms = policy.get().sessions().get();
    var name = (terms.name().isEmpty() ? "session" : terms.name()) + "-" + mark(place);
    if (!terms.byHeader()) {
      var own = own(name, upstream.port());
      return with(share, new Session.Cookie(own, "", terms.lifetime()));
    }
    if (!isOnly) {
      judgement.warn(
          place.field() + ".backendRefs",
          "sends to several backends, and "
              + policy.get().name()
              + " keeps sessions by a header that does not say which of them they are with, so"
              + " they are not kept",
          "send to one backend, or write type: Cookie in the policy");
      return share;
    }
    return with(share, new Session.Header(terms.name().isEmpty() ? name : terms.name()));
  }

  private static Share with(Share share, Session session) {
    var filters = new ArrayList<>(share.filters());
    filters.add(new RouteFilter.Persist(session));
    return new Share(share.backend(), share.weight(), filters);
  }

  private String mark(Place place) {
    return hash(judgement.route() + "/" + place.rule());
  }

  private static String own(String name, ServicePort backend) {
    return name + "-" + hash(backend.toString());
  }

  private static String hash(String text) {
    return "%08x".formatted(text.hashCode());
  }
}
