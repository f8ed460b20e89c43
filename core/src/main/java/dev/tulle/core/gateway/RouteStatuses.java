package dev.tulle.core.gateway;

import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.ParentStatus;
import dev.tulle.core.status.StatusDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is said of a route, for each of its parents that is ours.
final class RouteStatuses {

  /// All that a status follows from. `lost` is what the route shares a listener for.
  record Input(Attachment attachment, List<Finding> lost) {
    Input {
      lost = List.copyOf(lost);
    }
  }

  private RouteStatuses() {}

  /// Empty where no parent is ours, nor missing.
  static Optional<ObjectStatus> of(Input input) {
    var attachment = input.attachment();
    if (attachment.parents().isEmpty() && attachment.unknown().isEmpty()) {
      return Optional.empty();
    }
    var rules = attachment.route().rules();
    var parents =
        attachment.parents().stream()
            .map(
                parent ->
                    new ParentStatus(
                        parent.parent().reference(),
                        conditions(parent.refused(), rules, input.lost())))
            .toList();
    var ofRules =
        attachment.parents().isEmpty()
            ? Stream.<Finding>of()
            : Stream.of(rules.refused(), rules.unresolved(), rules.warnings())
                .flatMap(List::stream);
    var ofParents = attachment.parents().stream().flatMap(parent -> parent.refused().stream());
    var findings =
        Stream.of(attachment.unknown().stream(), ofParents, ofRules, input.lost().stream())
            .flatMap(each -> each)
            .distinct()
            .toList();
    return Optional.of(
        new ObjectStatus(
            attachment.route().name(), List.of(), new StatusDetail.ByParent(parents), findings));
  }

  /// With respect to a parent that may have `refused` the route.
  static List<Condition> conditions(
      Optional<Finding> refused, ReadRoute.Rules rules, List<Finding> lost) {
    var conditions = new ArrayList<Condition>();
    conditions.add(
        refused.map(why -> Findings.no("Accepted", why)).orElseGet(() -> accepted(lost)));
    conditions.add(Findings.unless(rules.unresolved(), "ResolvedRefs", "ResolvedRefs"));
    if (refused.isEmpty() && !rules.refused().isEmpty()) {
      var first = rules.refused().getFirst();
      conditions.add(
          new Condition(
              "PartiallyInvalid",
              Truth.TRUE,
              first.reason(),
              "Dropped Rules: " + Findings.text(first)));
    }
    return conditions;
  }

  private static Condition accepted(List<Finding> lost) {
    return new Condition(
        "Accepted", Truth.TRUE, "Accepted", lost.isEmpty() ? "" : Findings.text(lost.getFirst()));
  }
}
