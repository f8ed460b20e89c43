package dev.tulle.cli.local.controller;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import org.jspecify.annotations.Nullable;

/// How far a rolling update may go: at most `replicas + surge` pods exist, at least `replicas -
/// unavailable` are available. Never both zero, or it could not begin.
record Bounds(int replicas, int surge, int unavailable) {

  private static final IntOrString QUARTER = new IntOrString("25%");

  static Bounds of(DeploymentSpec spec) {
    int replicas = Fields.or(spec.getReplicas(), 1);
    var strategy = spec.getStrategy();
    if (strategy != null && "Recreate".equals(strategy.getType())) {
      return new Bounds(replicas, 0, 0);
    }
    var rolling =
        Fields.or(
            strategy == null ? null : strategy.getRollingUpdate(), new RollingUpdateDeployment());
    int surge = resolve(rolling.getMaxSurge(), replicas, true);
    int unavailable = resolve(rolling.getMaxUnavailable(), replicas, false);
    return new Bounds(
        replicas, surge, Math.min(replicas, surge == 0 && unavailable == 0 ? 1 : unavailable));
  }

  int most() {
    return replicas + surge;
  }

  int leastAvailable() {
    return replicas - unavailable;
  }

  /// A number as it is; a percentage of the replicas, rounded up or down; 25% where there is none.
  static int resolve(@Nullable IntOrString value, int replicas, boolean up) {
    var set = value == null ? QUARTER : value;
    if (set.getIntVal() != null) {
      return Math.max(0, set.getIntVal());
    }
    var text = Fields.text(set.getStrVal()).strip();
    var digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(Bounds::isDigit)) {
      return 0; // what has this form only is let through by the schema
    }
    long number = Long.parseLong(digits);
    if (!text.endsWith("%")) {
      return (int) number;
    }
    return (int) (up ? (number * replicas + 99) / 100 : number * replicas / 100);
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }
}
