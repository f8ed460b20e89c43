package dev.tulle.cli.local.proxy;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.server.ca.Bearer;

/// A pod that has a proxy, or is one.
public record MeshPod(ObjectName name, String serviceAccount) {

  /// What its proxy is called among those of its instance.
  String proxy() {
    return proxy(name);
  }

  private static String proxy(ObjectName pod) {
    return pod.name() + "." + pod.namespace();
  }

  /// What the proxy of a pod calls itself to the control plane.
  public static String node(Instance instance, ObjectName pod) {
    return instance.node(proxy(pod));
  }

  /// Whom its certificates are for.
  Bearer bearer() {
    return Bearer.of(
        new SpiffeId(LocalIdentities.TRUST_DOMAIN, name.namespace(), serviceAccount), name);
  }
}
