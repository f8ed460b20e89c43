package dev.tulle.server.stream;

import java.util.Optional;
import java.util.function.Consumer;

/// An Envoy's answer to clusters, which it gives only when none of them waits for endpoints.
final class ClusterAnswer {

  private final ModelEnvoy envoy;
  private final Consumer<Request> out;
  private Optional<Request> waiting = Optional.empty();

  ClusterAnswer(ModelEnvoy envoy, Consumer<Request> out) {
    this.envoy = envoy;
    this.out = out;
  }

  void forget() {
    waiting = Optional.empty();
  }

  void give(Request answer) {
    if (envoy.warming()) {
      waiting = Optional.of(answer);
    } else {
      out.accept(answer);
    }
  }

  /// What waited goes out where nothing warms any more.
  void look() {
    if (!envoy.warming()) {
      waiting.ifPresent(out);
      waiting = Optional.empty();
    }
  }

  /// Goes on without what it waited for; false when it waited for nothing.
  boolean timeOut() {
    if (!envoy.warming()) {
      return false;
    }
    envoy.timeOut();
    look();
    return true;
  }
}
