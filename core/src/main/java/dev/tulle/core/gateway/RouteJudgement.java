package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.ArrayList;
import java.util.List;

/// Collects what is found about one route while it is read, by what follows from it.
final class RouteJudgement {

  static final String UNSUPPORTED_VALUE = "UnsupportedValue";
  static final String INCOMPATIBLE_FILTERS = "IncompatibleFilters";

  private final ObjectName route;
  private final List<Finding> refused = new ArrayList<>();
  private final List<Finding> unresolved = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();

  RouteJudgement(ObjectName route) {
    this.route = route;
  }

  ObjectName route() {
    return route;
  }

  /// A value that nobody understands, or that cannot be had. What it belongs to is not in force.
  void refuse(String field, String wrong, String cure) {
    refused.add(Findings.error(route, field, UNSUPPORTED_VALUE, wrong, cure));
  }

  void incompatible(String field, String wrong, String cure) {
    refused.add(Findings.error(route, field, INCOMPATIBLE_FILTERS, wrong, cure));
  }

  void unresolved(Finding problem) {
    unresolved.add(problem);
  }

  void warn(String field, String wrong, String cure) {
    warnings.add(Findings.warning(route, field, UNSUPPORTED_VALUE, wrong, cure));
  }

  List<Finding> refused() {
    return refused;
  }

  List<Finding> unresolved() {
    return unresolved;
  }

  List<Finding> warnings() {
    return warnings;
  }
}
