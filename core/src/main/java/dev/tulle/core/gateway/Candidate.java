package dev.tulle.core.gateway;

import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.ir.RouteMatch;
import dev.tulle.core.name.ObjectName;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One match of one rule of a route. `index` is the rule's place in the route.
record Candidate(
    RouteMatch match, HttpRules.Rule rule, ObjectName route, String created, int index) {

  /// As the Gateway API has it among the routes of one host: path, method, number of headers,
  /// number of parameters, age, name, place in the route. Where it leaves the place of regular
  /// expressions open, they stand before prefixes, of which one often takes every path.
  static final Comparator<Candidate> ORDER =
      Comparator.comparingInt((Candidate each) -> kind(each.match().path()))
          .thenComparing(each -> each.match().path().path().length(), Comparator.reverseOrder())
          .thenComparing(each -> each.match().method().isEmpty())
          .thenComparing(each -> each.match().headers().size(), Comparator.reverseOrder())
          .thenComparing(each -> each.match().parameters().size(), Comparator.reverseOrder())
          .thenComparing(each -> each.created().isEmpty())
          .thenComparing(Candidate::created)
          .thenComparing(each -> each.route().namespace())
          .thenComparing(each -> each.route().name())
          .thenComparing(each -> each.route().kind())
          .thenComparingInt(Candidate::index);

  static Stream<Candidate> of(HttpRules rules) {
    return IntStream.range(0, rules.rules().size())
        .boxed()
        .flatMap(index -> of(rules, rules.rules().get(index), index));
  }

  private static Stream<Candidate> of(HttpRules rules, HttpRules.Rule rule, int index) {
    return rule.matches().stream()
        .map(match -> new Candidate(match, rule, rules.route(), rules.created(), index));
  }

  private static int kind(PathMatch path) {
    return switch (path) {
      case PathMatch.Exact _ -> 0;
      case PathMatch.Start _ -> 1;
      case PathMatch.Regex _ -> 2;
      case PathMatch.Prefix _ -> 3;
    };
  }
}
