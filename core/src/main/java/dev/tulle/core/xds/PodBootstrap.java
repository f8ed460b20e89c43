package dev.tulle.core.xds;

import dev.tulle.core.name.SpiffeId;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.StaticResources;
import io.envoyproxy.envoy.config.core.v3.Node;

/// What an Envoy in a pod of a cluster is started with. The control plane is at `host` and `port`
/// and proves to be `server`; `directory` has the root and the [PodFiles]. The id of the node is
/// the pod's name, which Envoy is told on its command line.
public record PodBootstrap(
    String cluster, String host, int port, SpiffeId server, String directory, long maxHeapBytes) {

  /// Where Envoy's admin page answers, to its own pod alone.
  public static final int ADMIN_PORT = 15000;

  /// Where `/ready` answers, and nothing else does.
  public static final int READY_PORT = 15021;

  static final String LOOPBACK = "127.0.0.1";

  public io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap message() {
    return io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.newBuilder()
        .setNode(Node.newBuilder().setCluster(cluster))
        .setAdmin(Admin.newBuilder().setAddress(Protos.address(LOOPBACK, ADMIN_PORT)))
        .setStaticResources(
            StaticResources.newBuilder()
                .addListeners(Readiness.listener())
                .addClusters(ControlPlaneCluster.render(this))
                .addClusters(Readiness.admin()))
        .mergeFrom(Bootstrap.common(maxHeapBytes))
        .build();
  }

  /// That of a second Envoy in the same pod, which does nothing but make the first one fail its
  /// health check: by one of its own, since Envoy can be told so by a POST alone.
  public static io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap farewell() {
    return io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.newBuilder()
        .setStaticResources(StaticResources.newBuilder().addClusters(Readiness.farewell()))
        .build();
  }
}
