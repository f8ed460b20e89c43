package dev.tulle.cli.local.proxy;

import dev.tulle.cli.local.net.Capture;
import dev.tulle.cli.local.net.PodNetwork;
import dev.tulle.core.xds.SidecarListeners;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// The Envoy beside the programs of one pod, in the pod's network namespace, where all of the pod's
/// TCP goes through it.
public final class SidecarProxy {

  /// What leads a pod's connections to it.
  public static final Capture CAPTURE =
      new Capture(ProxyUser.ID, SidecarListeners.OUTBOUND_PORT, SidecarListeners.INBOUND_PORT);

  private static final String CLUSTER = "sidecar";
  private static final Duration PAUSE = Duration.ofMillis(5);

  /// Set once every listener takes connections, which is after all it was first told is in force.
  private static final String STARTED = "^listener_manager.workers_started$";

  private static final String CONNECTIONS =
      "^listener.*_" + SidecarListeners.INBOUND_PORT + ".downstream_cx_active$";
  private static final String HTTP_CONNECTIONS = "^http.inbound.*downstream_cx_active$";
  private static final String HTTP_REQUESTS = "^http.inbound.*downstream_rq_active$";

  private final ProxyGround ground;
  private final MeshPod pod;
  private final EnvoyProcess process;
  private final AdminSocket admin;

  private SidecarProxy(ProxyGround ground, MeshPod pod, EnvoyProcess process) {
    this.ground = ground;
    this.pod = pod;
    this.process = process;
    this.admin = new AdminSocket(ground.instance().podProxy(pod.name()).resolve("admin.sock"));
  }

  /// Starts it, or takes over the one that a former run has left in the pod's network.
  public static SidecarProxy run(
      ProxyGround ground, MeshPod pod, PodNetwork network, EnvoyProcess.Watcher watcher)
      throws IOException {
    var directory = ground.instance().podProxy(pod.name());
    var bootstrap =
        ground.prepare(new ProxyGround.Subject(pod.proxy(), CLUSTER, directory, pod.bearer()));
    var place = Optional.of(network.file());
    var spec =
        new EnvoyProcess.Spec(pod.proxy(), ground.envoy(), directory, bootstrap, 1, false, place);
    return new SidecarProxy(ground, pod, EnvoyProcess.run(spec, watcher));
  }

  /// Waits until it takes connections by the configuration that it was first sent; false when that
  /// takes longer.
  public boolean awaitServing(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!serving()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(PAUSE);
    }
    return true;
  }

  private boolean serving() {
    try {
      return admin.sum(STARTED) == 1;
    } catch (IOException e) {
      // not there yet, or not there any more: it is started again
      return false;
    }
  }

  /// Tells clients to come no more, and waits until none of them is owed an answer, for no longer
  /// than a time. What the pod itself sends is not affected.
  public void drain(Duration most) throws InterruptedException {
    // an Envoy that does not answer must not take longer either
    var draining = Thread.ofVirtual().name("drain-" + pod.proxy()).start(this::drain);
    draining.join(most);
    draining.interrupt();
  }

  private void drain() {
    try {
      admin.post("/drain_listeners?graceful&skip_exit&inboundonly");
      while (busy()) {
        Thread.sleep(PAUSE);
      }
    } catch (IOException e) {
      // it has ended already, and its connections with it
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether a connection is open that is not HTTP, or a request has not been answered.
  private boolean busy() throws IOException {
    return admin.sum(CONNECTIONS) > admin.sum(HTTP_CONNECTIONS) || admin.sum(HTTP_REQUESTS) > 0;
  }

  /// Ends it for good, and forgets its certificate.
  public void stop() {
    ground.rotation().forget(pod.proxy());
    process.stop();
  }

  /// Looks after it no more; it runs on.
  public void leave() {
    ground.rotation().forget(pod.proxy());
    process.leave();
  }
}
