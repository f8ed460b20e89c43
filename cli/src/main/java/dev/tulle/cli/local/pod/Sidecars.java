package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.net.PodNetwork;
import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;

/// Puts pods into the mesh.
public interface Sidecars {

  /// For where no pod is.
  Sidecars NONE =
      new Sidecars() {
        @Override
        public Sidecar start(Request request, Consumer<State> news) {
          news.accept(new State.Ready());
          return Sidecar.NONE;
        }

        @Override
        public void remove(ObjectName pod) {}
      };

  /// A pod whose network stands. `users` are the numbers of those that its containers run as;
  /// `begun` tells whether one of them has been started already, by a former Tulle.
  record Request(Pod pod, PodNetwork network, Set<Long> users, boolean begun) {
    public Request {
      users = Set.copyOf(users);
    }
  }

  /// How far a pod's sidecar has come.
  sealed interface State {

    /// From now on the pod's programs may run.
    record Ready() implements State {}

    /// They may not, for this reason; it is tried on.
    record Trouble(String reason, String message) implements State {}
  }

  /// Starts a pod's sidecar, or takes over what a former Tulle has left of it. Returns at once;
  /// `news` is called from any thread, until it is ready.
  Sidecar start(Request request, Consumer<State> news);

  /// Clears away what is kept of a pod that is gone.
  void remove(ObjectName pod) throws IOException;
}
