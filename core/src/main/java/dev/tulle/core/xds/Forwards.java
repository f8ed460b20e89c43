package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;
import static dev.tulle.core.xds.Protos.seconds;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.RouteAction.Forward;
import dev.tulle.core.ir.RouteAction.Share;
import dev.tulle.core.ir.RouteFilter;
import dev.tulle.core.ir.Upstream;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.ClusterNotFoundResponseCode;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy.ConnectionProperties;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Renders to which clusters requests are sent. `cluster` is the cluster of each upstream.
record Forwards(Function<Upstream, String> cluster) {

  private static final Duration STREAM_IDLE = Duration.ofSeconds(Edge.STREAM_IDLE_SECONDS);

  private static final HashPolicy BY_CLIENT =
      HashPolicy.newBuilder()
          .setConnectionProperties(ConnectionProperties.newBuilder().setSourceIp(true))
          .build();

  /// Empty where there is no backend to send to, so that an error is the answer.
  Optional<RouteAction.Builder> render(Forward forward) {
    if (!forward.reachesAnything()) {
      return Optional.empty();
    }
    var shares = forward.shares().stream().filter(share -> share.weight() > 0).toList();
    var action = RouteAction.newBuilder().setTimeout(seconds(0));
    if (shares.size() == 1
        && shares.getFirst() instanceof Share(Backend.To to, _, var filters)
        && filters.isEmpty()) {
      action.setCluster(cluster.apply(to.upstream()));
    } else {
      action.setWeightedClusters(weighted(shares));
      if (shares.stream().anyMatch(share -> share.backend() instanceof Backend.Invalid)) {
        action.setClusterNotFoundResponseCode(ClusterNotFoundResponseCode.INTERNAL_SERVER_ERROR);
      }
    }
    if (shares.stream().anyMatch(Forwards::stays)) {
      action.addHashPolicy(BY_CLIENT);
    }
    times(action, forward);
    return Optional.of(action);
  }

  private WeightedCluster weighted(List<Share> shares) {
    var out = WeightedCluster.newBuilder();
    for (var share : shares) {
      var weight = ClusterWeight.newBuilder().setWeight(number(share.weight()));
      switch (share.backend()) {
        case Backend.To to -> weight.setName(cluster.apply(to.upstream()));
        case Backend.Invalid _ -> weight.setName(Names.NOWHERE);
      }
      share.filters().forEach(filter -> filter(weight, filter));
      out.addClusters(weight);
    }
    return out.build();
  }

  private static void filter(ClusterWeight.Builder weight, RouteFilter filter) {
    switch (filter) {
      case RouteFilter.RequestHeaders(var change) ->
          weight
              .addAllRequestHeadersToAdd(HeaderChanges.additions(change))
              .addAllRequestHeadersToRemove(change.remove());
      case RouteFilter.ResponseHeaders(var change) ->
          weight
              .addAllResponseHeadersToAdd(HeaderChanges.additions(change))
              .addAllResponseHeadersToRemove(change.remove());
      case RouteFilter.Persist(var session) ->
          weight.putTypedPerFilterConfig(
              SessionFilter.NAME, Protos.any(SessionFilter.keep(session)));
      case RouteFilter.Rewrite _,
          RouteFilter.Mirror _,
          RouteFilter.Cors _,
          RouteFilter.ExternalAuth _ ->
          throw new IllegalArgumentException("not for a part of a route's requests: " + filter);
    }
  }

  private static boolean stays(Share share) {
    return share.backend() instanceof Backend.To(_, var affinity)
        && affinity == Affinity.CLIENT_ADDRESS;
  }

  /// A request that may take as long as it likes, or longer than streams may be idle, is not idle.
  private static void times(RouteAction.Builder action, Forward forward) {
    var limit = forward.timeouts().request();
    limit.map(Protos::duration).ifPresent(action::setTimeout);
    limit
        .filter(time -> time.isZero() || time.compareTo(STREAM_IDLE) > 0)
        .map(Protos::duration)
        .ifPresent(action::setIdleTimeout);
    Retries.asked(forward.retry(), forward.timeouts().attempt()).ifPresent(action::setRetryPolicy);
  }

  /// To one cluster, for as long as it takes.
  static RouteAction to(String cluster, Affinity affinity) {
    var action = RouteAction.newBuilder().setCluster(cluster).setTimeout(seconds(0));
    switch (affinity) {
      case NONE -> {}
      case CLIENT_ADDRESS -> action.addHashPolicy(BY_CLIENT);
    }
    return action.build();
  }
}
