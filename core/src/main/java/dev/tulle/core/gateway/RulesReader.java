package dev.tulle.core.gateway;

import dev.tulle.core.gateway.HttpRules.Rule;
import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.world.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Reads the hosts and rules that a route has, and decides which of the rules are in force.
final class RulesReader {

  private final RouteJudgement judgement;
  private final String created;

  RulesReader(RouteJudgement judgement, String created) {
    this.judgement = judgement;
    this.created = created;
  }

  /// `one` reads the rule that is at a field. Where something is wrong with every rule, or with a
  /// host, none is in force.
  <T> HttpRules read(
      @Nullable List<String> hostnames, List<T> given, BiFunction<String, T, Optional<Rule>> one) {
    var hosts = hosts(Given.list(hostnames));
    boolean anyInForce = false;
    boolean hostsUnderstood = judgement.refused().isEmpty();
    var rules = new ArrayList<Rule>();
    for (int i = 0; i < given.size(); i++) {
      int refusals = judgement.refused().size();
      one.apply("spec.rules[" + i + "]", given.get(i)).ifPresent(rules::add);
      anyInForce |= judgement.refused().size() == refusals;
    }
    return new HttpRules(
        judgement.route(),
        created,
        hosts,
        anyInForce && hostsUnderstood ? rules : List.of(),
        judgement.refused(),
        judgement.unresolved(),
        judgement.warnings());
  }

  private List<HostMatch> hosts(List<String> given) {
    var hosts = new ArrayList<HostMatch>();
    for (int i = 0; i < given.size(); i++) {
      var text = given.get(i);
      var host = text.isEmpty() ? Optional.<HostMatch>empty() : Hostnames.read(text);
      if (host.isEmpty()) {
        judgement.refuse(
            "spec.hostnames[" + i + "]",
            "names the host \"" + Given.brief(text) + "\", which is not a DNS name",
            "write a name such as shop.example.com, or *.example.com");
      }
      host.filter(each -> !hosts.contains(each)).ifPresent(hosts::add);
    }
    return hosts;
  }
}
