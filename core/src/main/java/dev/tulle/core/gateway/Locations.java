package dev.tulle.core.gateway;

import dev.tulle.core.ir.RouteAction.Redirect;
import java.util.Map;
import java.util.Optional;

/// Which port a redirect names to clients of a listener with this scheme and port.
record Locations(String scheme, int port) {

  private static final Map<String, Integer> WELL_KNOWN = Map.of("http", 80, "https", 443);

  /// The port that the rule names; else the one that its scheme has; else the listener's. The one
  /// that everybody knows is left out. Only where the Host header names a port, which would stay,
  /// is it named: headers do that on ports that are not well known.
  Redirect of(Redirect asked) {
    var target = asked.scheme().orElse(scheme);
    int wanted =
        asked
            .port()
            .orElseGet(
                () ->
                    asked.scheme().map(named -> WELL_KNOWN.getOrDefault(named, port)).orElse(port));
    boolean known = isWellKnown(target, wanted);
    boolean hostHasPort = asked.host().isEmpty() && !isWellKnown(scheme, port);
    return new Redirect(
        asked.scheme(),
        asked.host(),
        known && !hostHasPort ? Optional.empty() : Optional.of(wanted),
        asked.path(),
        asked.status());
  }

  private static boolean isWellKnown(String scheme, int port) {
    return Integer.valueOf(port).equals(WELL_KNOWN.get(scheme));
  }
}
