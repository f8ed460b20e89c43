package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a pod's containers want to be done before they are ended. A hook that fails is reported and
/// delays nothing, as with a kubelet.
record Hooks(NodeAgent agent) {

  private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

  /// Runs a container's `preStop`, where it has one, for no longer than a time.
  void preStop(Container container, ContainerProcess process, Duration most)
      throws InterruptedException {
    var lifecycle = container.getLifecycle();
    if (lifecycle == null || lifecycle.getPreStop() == null) {
      return;
    }
    try {
      var verdict = run(lifecycle.getPreStop(), container, process, most);
      if (!verdict.passed()) {
        LOG.warn("preStop of container {} failed: {}", container.getName(), verdict.message());
      }
    } catch (IOException e) {
      LOG.warn("preStop of container {} failed: {}", container.getName(), e.getMessage());
    }
  }

  private Check.Verdict run(
      LifecycleHandler hook, Container container, ContainerProcess process, Duration most)
      throws IOException, InterruptedException {
    if (hook.getExec() != null) {
      return new ExecCheck(process.attempt(), hook.getExec().getCommand()).ask(most);
    }
    if (hook.getHttpGet() != null) {
      return HttpCheck.of(hook.getHttpGet(), container, agent).ask(most);
    }
    if (hook.getSleep() != null) {
      var wanted = Duration.ofSeconds(hook.getSleep().getSeconds());
      // A container that has gone has nothing left to wait for.
      process.awaitEnd(wanted.compareTo(most) < 0 ? wanted : most);
    }
    return Check.Verdict.PASSED;
  }
}
