package dev.tulle.core.gateway;

import dev.tulle.core.gateway.HttpRules.Rule;
import dev.tulle.core.ir.RouteAction;
import dev.tulle.core.ir.RouteFilter;
import java.util.ArrayList;
import java.util.List;

/// The rules of a route as they are in force inside the mesh, where the proxies of workloads have
/// none of the filters of a gateway's.
final class MeshRules {

  private static final int BROKEN = 500;
  private static final String CURE = "attach the route to a Gateway, or remove the filter";

  private MeshRules() {}

  static HttpRules of(HttpRules rules) {
    boolean asks = rules.rules().stream().anyMatch(MeshRules::asks);
    boolean hasCors = rules.rules().stream().anyMatch(MeshRules::hasCors);
    if (!asks && !hasCors) {
      return rules;
    }
    var refused = new ArrayList<>(rules.refused());
    var warnings = new ArrayList<>(rules.warnings());
    if (asks) {
      refused.add(
          Findings.error(
              rules.route(),
              "spec.rules",
              RouteJudgement.UNSUPPORTED_VALUE,
              "has a filter of type ExternalAuth, which cannot be had inside the mesh",
              CURE));
    }
    if (hasCors) {
      warnings.add(
          Findings.warning(
              rules.route(),
              "spec.rules",
              RouteJudgement.UNSUPPORTED_VALUE,
              "has a filter of type CORS, which is not in force inside the mesh",
              CURE));
    }
    boolean anyLeft = rules.rules().stream().anyMatch(rule -> !asks(rule));
    return new HttpRules(
        rules.route(),
        rules.created(),
        rules.hosts(),
        anyLeft ? rules.rules().stream().map(MeshRules::of).toList() : List.of(),
        refused,
        rules.unresolved(),
        warnings);
  }

  /// What nobody has been asked about must not pass.
  private static Rule of(Rule rule) {
    return asks(rule)
        ? new Rule(rule.matches(), List.of(), new RouteAction.Respond(BROKEN))
        : new Rule(rule.matches(), withoutCors(rule.filters()), rule.action());
  }

  private static boolean asks(Rule rule) {
    return rule.filters().stream().anyMatch(RouteFilter.ExternalAuth.class::isInstance);
  }

  /// Browsers are not in the mesh.
  private static boolean hasCors(Rule rule) {
    return rule.filters().stream().anyMatch(RouteFilter.Cors.class::isInstance);
  }

  private static List<RouteFilter> withoutCors(List<RouteFilter> filters) {
    return filters.stream().filter(filter -> !(filter instanceof RouteFilter.Cors)).toList();
  }
}
