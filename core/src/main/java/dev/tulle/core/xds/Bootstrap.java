package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.seconds;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.DeferredStatOptions;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.DynamicResources;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.StaticResources;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.BackoffStrategy;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.RetryPolicy;
import io.envoyproxy.envoy.config.overload.v3.OverloadAction;
import io.envoyproxy.envoy.config.overload.v3.OverloadManager;
import io.envoyproxy.envoy.config.overload.v3.ResourceMonitor;
import io.envoyproxy.envoy.config.overload.v3.ThresholdTrigger;
import io.envoyproxy.envoy.config.overload.v3.Trigger;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
import io.envoyproxy.envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig;

/// Renders what a proxy is started with: who it is, and where the rest comes from. The files that
/// it names are in `SdsFiles`.
public final class Bootstrap {

  private static final String HEAP = "envoy.resource_monitors.fixed_heap";
  private static final double SHRINK_AT = 0.95;
  private static final double REFUSE_AT = 0.98;
  private static final int OVERLOAD_CHECK_MILLIS = 250;
  private static final int RECONNECT_MILLIS = 100;
  private static final int RECONNECT_MOST_MILLIS = 1_000;

  /// A control plane that was restarted is found again at once; Envoy's own pause is up to 30 s.
  private static final BackoffStrategy RECONNECT =
      BackoffStrategy.newBuilder()
          .setBaseInterval(Protos.millis(RECONNECT_MILLIS))
          .setMaxInterval(Protos.millis(RECONNECT_MOST_MILLIS))
          .build();

  private Bootstrap() {}

  public static io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap of(BootstrapSettings settings) {
    return io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.newBuilder()
        .setNode(Node.newBuilder().setId(settings.nodeId()).setCluster(settings.cluster()))
        .setAdmin(Admin.newBuilder().setAddress(Protos.pipe(settings.admin())))
        .setStaticResources(
            StaticResources.newBuilder().addClusters(ControlPlaneCluster.render(settings)))
        .mergeFrom(common(settings.maxHeapBytes()))
        .build();
  }

  /// The same for every proxy.
  static io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap common(long maxHeapBytes) {
    return io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.newBuilder()
        .setDynamicResources(dynamicResources())
        .setOverloadManager(overload(maxHeapBytes))
        // statistics of what is never used take most of the memory of a large mesh
        .setDeferredStatOptions(
            DeferredStatOptions.newBuilder().setEnableDeferredCreationStats(true))
        .setStatsConfig(Statistics.render())
        .build();
  }

  /// Listeners and clusters are waited for without end: a proxy that was never told its
  /// configuration is not ready, rather than empty.
  private static DynamicResources dynamicResources() {
    var source = Protos.ADS.toBuilder().setInitialFetchTimeout(seconds(0)).build();
    var service =
        GrpcService.newBuilder()
            .setEnvoyGrpc(
                GrpcService.EnvoyGrpc.newBuilder()
                    .setClusterName(ControlPlaneCluster.NAME)
                    .setRetryPolicy(RetryPolicy.newBuilder().setRetryBackOff(RECONNECT)));
    return DynamicResources.newBuilder()
        .setLdsConfig(source)
        .setCdsConfig(source)
        .setAdsConfig(
            ApiConfigSource.newBuilder()
                .setApiType(ApiConfigSource.ApiType.DELTA_GRPC)
                .setTransportApiVersion(ApiVersion.V3)
                .addGrpcServices(service)
                .setSetNodeOnFirstMessageOnly(true))
        .build();
  }

  private static OverloadManager overload(long maxHeapBytes) {
    return OverloadManager.newBuilder()
        .setRefreshInterval(Protos.millis(OVERLOAD_CHECK_MILLIS))
        .addResourceMonitors(
            monitor(HEAP, FixedHeapConfig.newBuilder().setMaxHeapSizeBytes(maxHeapBytes).build()))
        .addResourceMonitors(
            monitor(
                "envoy.resource_monitors.global_downstream_max_connections",
                DownstreamConnectionsConfig.newBuilder()
                    .setMaxActiveDownstreamConnections(Edge.MAX_CONNECTIONS)
                    .build()))
        .addActions(action("envoy.overload_actions.shrink_heap", SHRINK_AT))
        .addActions(action("envoy.overload_actions.stop_accepting_requests", REFUSE_AT))
        .build();
  }

  private static ResourceMonitor monitor(String name, Message config) {
    return ResourceMonitor.newBuilder().setName(name).setTypedConfig(Protos.any(config)).build();
  }

  private static OverloadAction action(String name, double heap) {
    return OverloadAction.newBuilder()
        .setName(name)
        .addTriggers(
            Trigger.newBuilder()
                .setName(HEAP)
                .setThreshold(ThresholdTrigger.newBuilder().setValue(heap)))
        .build();
  }
}
