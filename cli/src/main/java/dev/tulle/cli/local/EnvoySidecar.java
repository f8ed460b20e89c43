package dev.tulle.cli.local;

import dev.tulle.cli.local.pod.Sidecar;
import dev.tulle.cli.local.pod.Sidecars;
import dev.tulle.cli.local.proxy.EnvoyProcess;
import dev.tulle.cli.local.proxy.MeshPod;
import dev.tulle.cli.local.proxy.ProxyGround;
import dev.tulle.cli.local.proxy.SidecarProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The Envoy of a pod from its first start to its end. Owns a virtual thread until the Envoy serves
/// for the first time: capture comes first, so that nothing of the pod ever passes it by, and the
/// pod's programs run only when its Envoy has its configuration, as after a native sidecar with a
/// startup probe.
final class EnvoySidecar implements Sidecar {

  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(5);
  private static final Duration FOR_EVER = Duration.ofDays(365);
  private static final String REASON = "ProxyNotReady";

  /// Who hears how it goes: the pod until it may begin, the user of what happens later.
  record Ears(Consumer<Sidecars.State> pod, Consumer<String> user) {}

  private final ProxyGround ground;
  private final MeshPod pod;
  private final Sidecars.Request request;
  private final Ears ears;
  private final Thread thread;
  private volatile boolean served;
  private volatile @Nullable SidecarProxy proxy;

  private EnvoySidecar(ProxyGround ground, MeshPod pod, Sidecars.Request request, Ears ears) {
    this.ground = ground;
    this.pod = pod;
    this.request = request;
    this.ears = ears;
    this.thread = Thread.ofVirtual().name("sidecar of " + pod.name()).unstarted(this::run);
  }

  static EnvoySidecar start(ProxyGround ground, MeshPod pod, Sidecars.Request request, Ears ears) {
    var sidecar = new EnvoySidecar(ground, pod, request, ears);
    sidecar.thread.start();
    return sidecar;
  }

  @Override
  public Map<String, String> environment(long user) {
    return Map.of();
  }

  @Override
  public void end(Duration most) throws InterruptedException {
    thread.interrupt();
    thread.join();
    var last = proxy;
    if (last != null) {
      if (served) {
        last.drain(most);
      }
      last.stop();
    }
  }

  @Override
  public void leave() {
    thread.interrupt();
    var last = proxy;
    if (last != null) {
      last.leave();
    }
  }

  private void run() {
    try {
      while (!started()) {
        Thread.sleep(AGAIN);
      }
      awaitServing();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean started() {
    try {
      if (!request.begun()) {
        SidecarProxy.CAPTURE.load(request.network());
      }
      proxy = SidecarProxy.run(ground, pod, request.network(), this::died);
      return true;
    } catch (IOException e) {
      trouble("cannot be started: " + e.getMessage());
      return false;
    }
  }

  private void awaitServing() throws InterruptedException {
    var running = proxy;
    if (running == null) {
      return;
    }
    if (!running.awaitServing(LONG)) {
      trouble(
          "has not been configured within "
              + LONG.toSeconds()
              + " s, which the control plane's log may explain: "
              + ground.instance().log());
      running.awaitServing(FOR_EVER);
    }
    served = true;
    ears.pod().accept(new Sidecars.State.Ready());
  }

  private void died(EnvoyProcess.Death death) {
    var words = death.words(ground.instance().podProxy(pod.name()));
    if (served) {
      ears.user().accept("the Envoy of " + pod.name() + " " + words);
    } else {
      trouble(words);
    }
  }

  /// What keeps the pod from starting.
  private void trouble(String words) {
    ears.pod().accept(new Sidecars.State.Trouble(REASON, "its Envoy " + words));
  }
}
