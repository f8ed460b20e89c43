package dev.tulle.core.gateway;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.PathChange;
import dev.tulle.core.ir.RouteAction.Redirect;
import dev.tulle.core.ir.RouteMatch;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRequestRedirectFilter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads where clients are redirected to.
final class RedirectReader {

  private static final int FOUND = 302;
  private static final Set<Integer> STATUSES = Set.of(301, FOUND, 303, 307, 308);
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private final RouteJudgement judgement;

  RedirectReader(RouteJudgement judgement) {
    this.judgement = judgement;
  }

  Optional<Redirect> read(String field, HTTPRequestRedirectFilter given, List<RouteMatch> matches) {
    int refusals = judgement.refused().size();
    int status = given.getStatusCode() == null ? FOUND : given.getStatusCode();
    if (!STATUSES.contains(status)) {
      judgement.refuse(
          field + ".statusCode",
          "redirects with the status " + status,
          "write 301, 302, 303, 307 or 308");
    }
    var scheme = Optional.ofNullable(given.getScheme());
    if (scheme.isPresent() && !SCHEMES.contains(scheme.get())) {
      judgement.refuse(
          field + ".scheme",
          "redirects to the scheme " + Given.brief(scheme.get()),
          "write http or https");
    }
    Optional<PathChange> path =
        given.getPath() == null
            ? Optional.empty()
            : new PathChangeReader(judgement).read(field + ".path", given.getPath(), matches);
    var host = host(field + ".hostname", given.getHostname());
    return judgement.refused().size() == refusals
        ? Optional.of(
            new Redirect(scheme, host, Optional.ofNullable(given.getPort()), path, status))
        : Optional.empty();
  }

  /// A name without wildcards that a Location or Host header is to have.
  Optional<String> host(String field, @Nullable String given) {
    var host = Hostnames.read(Given.text(given)).orElse(new HostMatch.Suffix(""));
    return switch (host) {
      case HostMatch.Exact(var name) -> Optional.of(name);
      case HostMatch.Any _ -> Optional.empty();
      case HostMatch.Suffix _, HostMatch.Wildcard _ -> {
        judgement.refuse(
            field,
            "names the host \"" + Given.brief(Given.text(given)) + "\", which is not a DNS name",
            "write a name such as shop.example.com");
        yield Optional.empty();
      }
    };
  }
}
