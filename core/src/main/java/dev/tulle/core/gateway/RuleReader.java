package dev.tulle.core.gateway;

import dev.tulle.core.gateway.HttpRules.Rule;
import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.Retry;
import dev.tulle.core.ir.RouteAction;
import dev.tulle.core.ir.RouteAction.Share;
import dev.tulle.core.ir.RouteFilter;
import dev.tulle.core.ir.RouteMatch;
import dev.tulle.core.ir.Timeouts;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what becomes of the requests that a rule takes.
final class RuleReader {

  private static final int BROKEN = 500;
  private static final Set<String> OF_BACKENDS =
      Set.of("RequestHeaderModifier", "ResponseHeaderModifier");

  private final RouteJudgement judgement;
  private final References references;
  private final Protocol undeclared;
  private final RouteFilterReader filterReader;

  RuleReader(RouteJudgement judgement, References references, Protocol undeclared) {
    this.judgement = judgement;
    this.references = references;
    this.undeclared = undeclared;
    this.filterReader = new RouteFilterReader(judgement, references, undeclared);
  }

  /// A rule as it stands, but for what has been read of it.
  record Asked(
      List<RouteMatch> matches,
      @Nullable List<HTTPRouteFilter> filters,
      @Nullable List<HTTPBackendRef> backends,
      Timeouts timeouts,
      Optional<Retry> retry) {}

  /// Where a filter cannot be in force, requests are answered with an error: what a filter should
  /// have held back must not pass without it.
  Rule read(String rule, Asked asked) {
    var filters = filterReader.read(rule, asked.filters(), asked.matches());
    if (filters.isEmpty()) {
      return broken(asked);
    }
    var others = filters.get().filters();
    var redirect = filters.get().redirect();
    if (redirect.isPresent()) {
      return new Rule(asked.matches(), others, redirect.get());
    }
    var shares = shares(rule, Given.list(asked.backends()));
    return shares
        .map(all -> new RouteAction.Forward(all, asked.timeouts(), asked.retry()))
        .map(forward -> new Rule(asked.matches(), others, forward))
        .orElseGet(() -> broken(asked));
  }

  private static Rule broken(Asked asked) {
    return new Rule(asked.matches(), List.of(), new RouteAction.Respond(BROKEN));
  }

  /// Empty where one of them has a filter that cannot be in force.
  private Optional<List<Share>> shares(String rule, List<HTTPBackendRef> given) {
    int refusals = judgement.refused().size();
    var shares = new ArrayList<Share>();
    for (int i = 0; i < given.size(); i++) {
      var field = rule + ".backendRefs[" + i + "]";
      var ref = given.get(i);
      var reference = BackendReference.of(field, ref);
      var resolved = references.backend(judgement.route(), reference, undeclared);
      resolved.problem().ifPresent(judgement::unresolved);
      int weight = ref.getWeight() == null ? 1 : Math.max(0, ref.getWeight());
      shares.add(new Share(backend(field, ref, resolved.backend()), weight, filters(field, ref)));
    }
    return judgement.refused().size() == refusals ? Optional.of(shares) : Optional.empty();
  }

  /// None where a filter of it is of a kind that is not known.
  private Backend backend(String field, HTTPBackendRef ref, Backend resolved) {
    var backend = resolved;
    var given = Given.list(ref.getFilters());
    for (int i = 0; i < given.size(); i++) {
      if (Given.text(given.get(i).getType()).equals(RouteFilterReader.EXTENSION)) {
        filterReader.unknown(field + ".filters[" + i + "]", given.get(i));
        backend = new Backend.Invalid("InvalidKind");
      }
    }
    return backend;
  }

  private List<RouteFilter> filters(String backend, HTTPBackendRef ref) {
    var filters = new ArrayList<RouteFilter>();
    var given = Given.list(ref.getFilters());
    for (int i = 0; i < given.size(); i++) {
      var field = backend + ".filters[" + i + "]";
      var type = Given.text(given.get(i).getType());
      if (OF_BACKENDS.contains(type)) {
        filterReader.headers(field, type, given.get(i)).ifPresent(filters::add);
      } else if (!type.equals(RouteFilterReader.EXTENSION)) {
        judgement.refuse(
            field + ".type",
            "has a filter of type \""
                + Given.brief(type)
                + "\" for one backend, which is not"
                + " supported there",
            "move it to the filters of the rule");
      }
    }
    return filters;
  }
}
