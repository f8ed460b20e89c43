package dev.tulle.core.xds;

import io.envoyproxy.envoy.config.metrics.v3.StatsConfig;
import io.envoyproxy.envoy.config.metrics.v3.StatsMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ListStringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/// Which statistics a proxy does without: of a Service's cluster all but the number of its
/// endpoints, updates taken, and what was sent. The others take 10 KiB for each Service, whether it
/// is used or not.
final class Statistics {

  private static final String OF_NO_USE =
      "cluster\\.service/[^.]*\\."
          + "(assignment_.*|circuit_breakers\\..*|default\\..*|init_fetch_timeout|lb_.*"
          + "|max_host_weight|membership_(change|degraded|excluded)"
          + "|update_(attempt|duration|empty|failure|no_rebuild|rejected|time)"
          + "|version|version_text|warming_state)";

  private Statistics() {}

  static StatsConfig render() {
    return StatsConfig.newBuilder()
        .setStatsMatcher(
            StatsMatcher.newBuilder()
                .setExclusionList(
                    ListStringMatcher.newBuilder()
                        .addPatterns(
                            StringMatcher.newBuilder()
                                .setSafeRegex(RegexMatcher.newBuilder().setRegex(OF_NO_USE)))))
        .build();
  }
}
