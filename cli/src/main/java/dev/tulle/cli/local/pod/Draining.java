package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Waits for the clients of a pod that is being deleted: completes when proxies have been told, and
/// have acknowledged, that its endpoints are to be used no more, and no Service's address leads to
/// it.
public interface Draining {

  /// For where nothing routes to pods.
  Draining NONE = _ -> CompletableFuture.completedFuture(null);

  CompletableFuture<@Nullable Void> drained(Pod pod);
}
