package dev.tulle.core.ir;

import java.util.List;
import java.util.Optional;

/// Which requests a route takes: those of which all of this is true. Names of headers are in lower
/// case; each header and parameter is named once, but for cookies.
public record RouteMatch(
    PathMatch path, Optional<String> method, List<Field> headers, List<Field> parameters) {

  /// A header, or a parameter of the query, and what it has to be.
  public record Field(String name, TextMatch value) {}

  public RouteMatch {
    headers = List.copyOf(headers);
    parameters = List.copyOf(parameters);
  }

  /// Whatever the rest of the request is.
  public static RouteMatch of(PathMatch path) {
    return new RouteMatch(path, Optional.empty(), List.of(), List.of());
  }
}
