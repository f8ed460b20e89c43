package dev.tulle.core.gateway;

import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.ir.RouteMatch;
import dev.tulle.core.world.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Reads the matches of a rule, of whatever kind of route.
final class MatchList {

  private MatchList() {}

  /// Without a match, a rule takes every request. Empty where one of them is not understood, since
  /// the others alone are not what its user meant. `one` is told a match's place in the object.
  static <T> Optional<List<RouteMatch>> read(
      String rule, @Nullable List<T> given, BiFunction<String, T, Optional<RouteMatch>> one) {
    var matches = Given.list(given);
    if (matches.isEmpty()) {
      return Optional.of(List.of(RouteMatch.of(PathMatch.ALL)));
    }
    var read = new ArrayList<RouteMatch>();
    for (int i = 0; i < matches.size(); i++) {
      one.apply(rule + ".matches[" + i + "]", matches.get(i)).ifPresent(read::add);
    }
    return read.size() == matches.size() ? Optional.of(read) : Optional.empty();
  }
}
