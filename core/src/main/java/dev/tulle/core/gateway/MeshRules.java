package dev.tulle.core.gateway;

import dev.tulle.core.gateway.HttpRules.Rule;
import dev.tulle.core.ir.RouteAction;
import dev.tulle.core.ir.RouteAction.Forward;
import dev.tulle.core.ir.RouteAction.Share;
import dev.tulle.core.ir.RouteFilter;
import dev.tulle.core.status.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The rules of a route as they are in force inside the mesh, where the proxies of workloads have
/// none of the filters of a gateway's. What nobody has been asked about does not pass there.
final class MeshRules {

  private static final int BROKEN = 500;

  private MeshRules() {}

  static HttpRules of(HttpRules rules) {
    var refused = new ArrayList<>(rules.refused());
    var warnings = new ArrayList<>(rules.warnings());
    var all = rules.rules();
    if (all.stream().anyMatch(MeshRules::asks)) {
      refused.add(
          Findings.error(
              rules.route(),
              "spec.rules",
              RouteJudgement.UNSUPPORTED_VALUE,
              "has a filter of type ExternalAuth, which cannot be had inside the mesh",
              "attach the route to a Gateway, or remove the filter"));
    }
    if (all.stream().anyMatch(MeshRules::hasCors)) {
      warnings.add(unheeded(rules, "a filter of type CORS", "the filter"));
    }
    if (all.stream().anyMatch(MeshRules::hasSessions)) {
      warnings.add(unheeded(rules, "sessionPersistence", "sessionPersistence"));
    }
    return new HttpRules(
        rules.route(),
        rules.created(),
        rules.hosts(),
        all.stream().allMatch(MeshRules::asks)
            ? List.of()
            : all.stream().map(MeshRules::of).toList(),
        refused,
        rules.unresolved(),
        warnings);
  }

  private static Finding unheeded(HttpRules rules, String what, String removed) {
    return Findings.warning(
        rules.route(),
        "spec.rules",
        RouteJudgement.UNSUPPORTED_VALUE,
        "has " + what + ", which is not in force inside the mesh",
        "attach the route to a Gateway, or remove " + removed);
  }

  private static Rule of(Rule rule) {
    if (asks(rule)) {
      return new Rule(rule.matches(), List.of(), new RouteAction.Respond(BROKEN));
    }
    var filters = without(RouteFilter.Cors.class::isInstance, rule.filters());
    return rule.action() instanceof Forward forward
        ? new Rule(rule.matches(), filters, withoutSessions(forward))
        : new Rule(rule.matches(), filters, rule.action());
  }

  private static Forward withoutSessions(Forward forward) {
    var shares =
        forward.shares().stream()
            .map(
                share ->
                    new Share(
                        share.backend(),
                        share.weight(),
                        without(RouteFilter.Persist.class::isInstance, share.filters())))
            .toList();
    return new Forward(shares, forward.timeouts(), forward.retry());
  }

  private static boolean asks(Rule rule) {
    return rule.filters().stream().anyMatch(RouteFilter.ExternalAuth.class::isInstance);
  }

  /// Browsers are not in the mesh.
  private static boolean hasCors(Rule rule) {
    return rule.filters().stream().anyMatch(RouteFilter.Cors.class::isInstance);
  }

  private static boolean hasSessions(Rule rule) {
    return rule.action() instanceof Forward forward
        && forward.shares().stream()
            .flatMap(share -> share.filters().stream())
            .anyMatch(RouteFilter.Persist.class::isInstance);
  }

  private static List<RouteFilter> without(Predicate<RouteFilter> left, List<RouteFilter> filters) {
    return filters.stream().filter(left.negate()).toList();
  }
}
