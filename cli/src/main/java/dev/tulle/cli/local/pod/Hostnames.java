package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.net.PodHost;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a pod is called from within.
final class Hostnames {

  private static final int LONGEST = 63;

  private Hostnames() {}

  /// Its own `hostname`, or its name; not longer than Linux allows.
  static String hostname(Pod pod) {
    var wanted = pod.getSpec().getHostname();
    var name = wanted == null || wanted.isEmpty() ? pod.getMetadata().getName() : wanted;
    return name.substring(0, Math.min(name.length(), LONGEST)).replaceAll("[-.]+$", "");
  }

  static PodHost of(Pod pod, Resolver resolver) {
    var subdomain = pod.getSpec().getSubdomain();
    var domain =
        subdomain == null || subdomain.isEmpty()
            ? ""
            : subdomain + "." + pod.getMetadata().getNamespace() + ".svc.cluster.local";
    Map<String, List<String>> aliases = new LinkedHashMap<>();
    for (var alias : pod.getSpec().getHostAliases()) {
      aliases.put(alias.getIp(), List.copyOf(alias.getHostnames()));
    }
    return new PodHost(hostname(pod), domain, aliases, resolver.resolvConf(pod));
  }
}
