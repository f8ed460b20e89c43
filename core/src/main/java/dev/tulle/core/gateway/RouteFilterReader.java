package dev.tulle.core.gateway;

import dev.tulle.core.gateway.References.Resolved;
import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.PathChange;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.RouteAction.Redirect;
import dev.tulle.core.ir.RouteFilter;
import dev.tulle.core.ir.RouteMatch;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathModifier;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRequestMirrorFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPURLRewriteFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the filters of a rule.
final class RouteFilterReader {

  static final String EXTENSION = "ExtensionRef";

  private static final int MILLION = 1_000_000;
  private static final int PERCENT = 100;

  private final RouteJudgement judgement;
  private final References references;
  private final Protocol undeclared;
  private final RedirectReader redirects;

  RouteFilterReader(RouteJudgement judgement, References references, Protocol undeclared) {
    this.judgement = judgement;
    this.references = references;
    this.undeclared = undeclared;
    this.redirects = new RedirectReader(judgement);
  }

  /// What a rule does besides matching.
  record Filters(List<RouteFilter> filters, Optional<Redirect> redirect) {}

  /// Empty where one of them cannot be in force: then no request may pass without it.
  Optional<Filters> read(
      String rule, @Nullable List<HTTPRouteFilter> given, List<RouteMatch> matches) {
    int refusals = judgement.refused().size();
    var filters = new ArrayList<RouteFilter>();
    Optional<Redirect> redirect = Optional.empty();
    var all = Given.list(given);
    var types = new HashSet<String>();
    for (int i = 0; i < all.size(); i++) {
      var field = rule + ".filters[" + i + "]";
      var type = Given.text(all.get(i).getType());
      if (!types.add(type) && !type.equals("RequestMirror")) {
        judgement.incompatible(
            field, "has two filters of type " + type + " in one rule", "leave one of them");
      } else if (type.equals("RequestRedirect")) {
        redirect = redirect(field, all.get(i), matches);
      } else {
        one(field, type, all.get(i), matches).ifPresent(filters::add);
      }
    }
    if (types.contains("RequestRedirect") && types.contains("URLRewrite")) {
      judgement.incompatible(
          rule + ".filters",
          "redirects and rewrites in one rule",
          "leave the filter URLRewrite or RequestRedirect");
    }
    boolean asks = filters.stream().anyMatch(RouteFilter.ExternalAuth.class::isInstance);
    return judgement.refused().size() == refusals
            && asks == types.contains("ExternalAuth")
            && !types.contains(EXTENSION)
        ? Optional.of(new Filters(filters, redirect))
        : Optional.empty();
  }

  private Optional<Redirect> redirect(
      String field, HTTPRouteFilter filter, List<RouteMatch> matches) {
    var given = filter.getRequestRedirect();
    return given == null
        ? missing(field, "requestRedirect")
        : redirects.read(field + ".requestRedirect", given, matches);
  }

  private Optional<? extends RouteFilter> one(
      String field, String type, HTTPRouteFilter filter, List<RouteMatch> matches) {
    return switch (type) {
      case "RequestHeaderModifier", "ResponseHeaderModifier" -> headers(field, type, filter);
      case "URLRewrite" -> {
        var given = filter.getUrlRewrite();
        yield given == null
            ? missing(field, "urlRewrite")
            : rewrite(field + ".urlRewrite", given, matches);
      }
      case "RequestMirror" -> {
        var given = filter.getRequestMirror();
        yield given == null
            ? missing(field, "requestMirror")
            : mirror(field + ".requestMirror", given);
      }
      case "CORS" -> {
        var given = filter.getCors();
        yield given == null
            ? missing(field, "cors")
            : new CorsReader(judgement).read(field + ".cors", given);
      }
      case "ExternalAuth" -> {
        var given = filter.getExternalAuth();
        yield given == null
            ? missing(field, "externalAuth")
            : new ExternalAuthReader(judgement, references).read(field + ".externalAuth", given);
      }
      case EXTENSION -> {
        unknown(field, filter);
        yield Optional.empty();
      }
      default -> {
        judgement.refuse(
            field + ".type",
            "has a filter of type \"" + Given.brief(type) + "\", which is not supported",
            "remove the filter");
        yield Optional.empty();
      }
    };
  }

  /// There are no filters of other kinds, and what one of them should have done must not be left
  /// out: the reference is to a kind that is not known.
  void unknown(String field, HTTPRouteFilter filter) {
    var ref = filter.getExtensionRef();
    var kind = ref == null ? "" : Given.text(ref.getKind());
    judgement.unresolved(
        Findings.error(
            judgement.route(),
            field + ".extensionRef",
            "InvalidKind",
            "has a filter that is a " + Given.brief(kind) + ", and there are no such filters",
            "remove the filter"));
  }

  Optional<RouteFilter> headers(String field, String type, HTTPRouteFilter filter) {
    boolean ofRequest = type.equals("RequestHeaderModifier");
    var name = ofRequest ? "requestHeaderModifier" : "responseHeaderModifier";
    var given = ofRequest ? filter.getRequestHeaderModifier() : filter.getResponseHeaderModifier();
    if (given == null) {
      return missing(field, name);
    }
    return new HeaderChangeReader(judgement)
        .read(field + "." + name, given)
        .map(
            change ->
                ofRequest
                    ? new RouteFilter.RequestHeaders(change)
                    : new RouteFilter.ResponseHeaders(change));
  }

  private <T> Optional<T> missing(String field, String name) {
    judgement.refuse(field, "has a filter without " + name, "add " + name);
    return Optional.empty();
  }

  private Optional<RouteFilter> rewrite(
      String field, HTTPURLRewriteFilter given, List<RouteMatch> matches) {
    var host = redirects.host(field + ".hostname", given.getHostname());
    return Optional.of(new RouteFilter.Rewrite(host, path(field, given.getPath(), matches)));
  }

  private Optional<PathChange> path(
      String field, @Nullable HTTPPathModifier given, List<RouteMatch> matches) {
    return given == null
        ? Optional.empty()
        : new PathChangeReader(judgement).read(field + ".path", given, matches);
  }

  /// A copy for a backend that cannot be used goes nowhere; the request itself is served.
  private Optional<RouteFilter> mirror(String field, HTTPRequestMirrorFilter given) {
    var ref = given.getBackendRef();
    if (ref == null) {
      return missing(field, "backendRef");
    }
    var reference = BackendReference.of(field + ".backendRef", ref);
    Resolved resolved = references.backend(judgement.route(), reference, undeclared);
    resolved.problem().ifPresent(judgement::unresolved);
    int share = perMillion(given);
    return resolved.backend() instanceof Backend.To to && share > 0
        ? Optional.of(new RouteFilter.Mirror(to, share))
        : Optional.empty();
  }

  private static int perMillion(HTTPRequestMirrorFilter given) {
    var fraction = given.getFraction();
    if (fraction == null) {
      long percent = given.getPercent() == null ? PERCENT : given.getPercent();
      return Math.clamp(percent * (MILLION / PERCENT), 0, MILLION);
    }
    long numerator = fraction.getNumerator() == null ? 0 : fraction.getNumerator();
    long denominator = fraction.getDenominator() == null ? PERCENT : fraction.getDenominator();
    return denominator <= 0 ? 0 : Math.clamp(numerator * MILLION / denominator, 0, MILLION);
  }
}
