package dev.tulle.cli.local;

import dev.tulle.cli.instance.Directories;
import dev.tulle.cli.local.pod.Sidecar;
import dev.tulle.cli.local.pod.Sidecars;
import dev.tulle.cli.local.proxy.GrpcPod;
import dev.tulle.cli.local.proxy.MeshPod;
import dev.tulle.cli.local.proxy.ProxyGround;
import dev.tulle.core.discovery.Injection;
import dev.tulle.core.name.ObjectName;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Puts pods into the mesh, each as it says itself: see `PodAdmission`.
final class PodSidecars implements Sidecars {

  private final ProxyGround ground;
  private final GrpcPod.Surroundings around;
  private final Consumer<String> say;

  PodSidecars(ProxyGround ground, GrpcPod.Surroundings around, Consumer<String> say) {
    this.ground = ground;
    this.around = around;
    this.say = say;
  }

  @Override
  public Sidecar start(Request request, Consumer<State> news) {
    var account = Objects.requireNonNullElse(request.pod().getSpec().getServiceAccountName(), "");
    var pod =
        new MeshPod(Reconciler.nameOf(request.pod()), account.isEmpty() ? "default" : account);
    return switch (Injection.of(Injection.Said.of(request.pod()), Injection.Said.NOTHING)) {
      case SIDECAR -> EnvoySidecar.start(ground, pod, request, new EnvoySidecar.Ears(news, say));
      case GRPC -> grpc(pod, request, news);
      case NONE -> {
        news.accept(new State.Ready());
        yield Sidecar.NONE;
      }
    };
  }

  private Sidecar grpc(MeshPod pod, Request request, Consumer<State> news) {
    try {
      var prepared = GrpcPod.prepare(ground, pod, request.users(), around);
      news.accept(new State.Ready());
      return new Grpc(prepared);
    } catch (IOException e) {
      news.accept(
          new State.Trouble(
              "ProxyNotReady", "its credentials cannot be written: " + e.getMessage()));
      return Sidecar.NONE;
    }
  }

  @Override
  public void remove(ObjectName pod) throws IOException {
    Directories.delete(ground.instance().podProxy(pod));
  }

  private record Grpc(GrpcPod pod) implements Sidecar {
    @Override
    public Map<String, String> environment(long user) {
      return pod.environment(user);
    }

    @Override
    public void end(Duration most) {
      pod.forget();
    }

    @Override
    public void leave() {
      pod.forget();
    }
  }
}
