package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;

/// One match and what becomes of it, with the object that asks for it.
public record Route(
    RouteMatch match, List<RouteFilter> filters, RouteAction action, ObjectName origin) {

  public Route {
    filters = List.copyOf(filters);
  }
}
