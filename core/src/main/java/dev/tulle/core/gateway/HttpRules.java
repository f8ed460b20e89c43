package dev.tulle.core.gateway;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.RouteAction;
import dev.tulle.core.ir.RouteFilter;
import dev.tulle.core.ir.RouteMatch;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.List;

/// An HTTPRoute or a GRPCRoute for one parent, without the rules that cannot be in force. `created`
/// is its creation time as text that sorts by time, or empty; `hosts` are those that it names, and
/// where it names none, those of its parent count.
///
/// What is wrong is kept by what follows from it. `refused` tells of rules that are not in force:
/// where `rules` is empty the route is not accepted, for the first one's reason, else it is
/// `PartiallyInvalid`. `unresolved` makes `ResolvedRefs` false, for the first one's reason.
/// `warnings` change no condition.
public record HttpRules(
    ObjectName route,
    String created,
    List<HostMatch> hosts,
    List<Rule> rules,
    List<Finding> refused,
    List<Finding> unresolved,
    List<Finding> warnings) {

  /// Matches of which one is enough, and what becomes of such a request. The port of a redirect is
  /// the one that the rule names; a listener has a say in what the location names.
  public record Rule(List<RouteMatch> matches, List<RouteFilter> filters, RouteAction action) {
    public Rule {
      matches = List.copyOf(matches);
      filters = List.copyOf(filters);
    }
  }

  public HttpRules {
    hosts = List.copyOf(hosts);
    rules = List.copyOf(rules);
    refused = List.copyOf(refused);
    unresolved = List.copyOf(unresolved);
    warnings = List.copyOf(warnings);
  }
}
