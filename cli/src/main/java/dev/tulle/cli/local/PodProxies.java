package dev.tulle.cli.local;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.proxy.MeshPod;
import dev.tulle.cli.status.StatusSnapshot.PodProxy;
import dev.tulle.core.discovery.Injection;
import dev.tulle.core.name.ObjectName;
import dev.tulle.server.stream.ProxyState;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which connected proxy is which pod's, by what the proxies call themselves: for people to read.
record PodProxies(Map<ObjectName, ProxyState> states, Map<String, String> pods, long sequence) {

  static PodProxies of(Instance instance, List<Pod> pods, List<ProxyState> proxies, long sequence) {
    var byNode = new HashMap<String, ProxyState>();
    proxies.forEach(state -> byNode.put(state.proxy().node(), state));
    var states = new HashMap<ObjectName, ProxyState>();
    var names = new HashMap<String, String>();
    for (var pod : pods) {
      var name = Reconciler.nameOf(pod);
      var node = MeshPod.node(instance, name);
      var state = byNode.get(node);
      if (state != null) {
        states.put(name, state);
        names.put(node, name.namespace() + "/" + name.name());
      }
    }
    return new PodProxies(states, names, sequence);
  }

  PodProxy of(Pod pod) {
    return switch (Injection.of(Injection.Said.of(pod), Injection.Said.NOTHING)) {
      case SIDECAR -> of("sidecar", pod);
      case GRPC -> of("grpc", pod);
      case NONE -> PodProxy.NONE;
    };
  }

  private PodProxy of(String kind, Pod pod) {
    var state = states.get(Reconciler.nameOf(pod));
    return state == null
        ? new PodProxy(kind, false, List.of())
        : new PodProxy(kind, state.settled() >= sequence, rejected(state));
  }

  /// Whose a connected proxy is; empty where it is no pod's.
  String pod(ProxyState state) {
    return pods.getOrDefault(state.proxy().node(), "");
  }

  static List<String> rejected(ProxyState state) {
    return state.refused().stream()
        .map(refused -> refused.resource().name() + ": " + refused.words())
        .toList();
  }
}
