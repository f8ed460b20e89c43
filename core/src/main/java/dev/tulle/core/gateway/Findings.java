package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.Severity;
import java.util.List;
import java.util.Optional;

/// Findings as this package makes them, and the conditions that follow from them: a condition has
/// the reason and the words of the first finding behind it.
final class Findings {

  private Findings() {}

  static Finding error(ObjectName object, String field, String reason, String wrong, String cure) {
    return new Finding(Severity.ERROR, object, field, reason, object + " " + wrong, cure);
  }

  static Finding warning(
      ObjectName object, String field, String reason, String wrong, String cure) {
    return new Finding(Severity.WARNING, object, field, reason, object + " " + wrong, cure);
  }

  static Condition no(String type, Finding why) {
    return new Condition(type, Truth.FALSE, why.reason(), text(why));
  }

  static Condition yes(String type, String reason) {
    return new Condition(type, Truth.TRUE, reason, "");
  }

  /// True, for this reason, where nothing is wrong.
  static Condition unless(Optional<Finding> wrong, String type, String reason) {
    return wrong.map(why -> no(type, why)).orElseGet(() -> yes(type, reason));
  }

  static Condition unless(List<Finding> wrong, String type, String reason) {
    if (wrong.size() < 2) {
      return unless(wrong.stream().findFirst(), type, reason);
    }
    var first = wrong.getFirst();
    return new Condition(
        type, Truth.FALSE, first.reason(), text(first) + " (and " + (wrong.size() - 1) + " more)");
  }

  /// What is wrong, and what to do: who reads a condition has no other place to look.
  static String text(Finding finding) {
    return finding.message() + ": " + finding.cure();
  }
}
