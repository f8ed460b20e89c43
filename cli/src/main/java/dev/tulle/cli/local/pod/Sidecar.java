package dev.tulle.cli.local.pod;

import java.time.Duration;
import java.util.Map;

/// What stands beside the programs of one pod, so that the pod is in the mesh.
public interface Sidecar {

  /// Of a pod that has none.
  Sidecar NONE =
      new Sidecar() {
        @Override
        public Map<String, String> environment(long user) {
          return Map.of();
        }

        @Override
        public void end(Duration most) {}

        @Override
        public void leave() {}
      };

  /// The variables that programs have which run as a user.
  Map<String, String> environment(long user);

  /// Ends it, after the pod's programs have ended: clients that are still owed an answer are waited
  /// for, no longer than a time. To end it again does nothing.
  void end(Duration most) throws InterruptedException;

  /// Looks after it no more; it runs on.
  void leave();
}
