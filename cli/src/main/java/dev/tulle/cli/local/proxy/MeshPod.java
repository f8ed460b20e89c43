package dev.tulle.cli.local.proxy;

import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.server.ca.Bearer;

/// A pod that has a proxy, or is one.
public record MeshPod(ObjectName name, String serviceAccount) {

  /// What its proxy is called among those of its instance.
  String proxy() {
    return name.name() + "." + name.namespace();
  }

  /// Whom its certificates are for.
  Bearer bearer() {
    return Bearer.of(
        new SpiffeId(LocalIdentities.TRUST_DOMAIN, name.namespace(), serviceAccount), name);
  }
}
