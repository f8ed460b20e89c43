package dev.tulle.core.name;

import java.util.Optional;

/// How a certificate names the pod that it was made for: the DNS name `POD.NAMESPACE.pod.DOMAIN`.
public final class PodHost {

  private static final String PODS = ".pod.";

  private PodHost() {}

  public static String of(ObjectName pod, String trustDomain) {
    return pod.name() + "." + pod.namespace() + PODS + trustDomain;
  }

  /// The pod of such a name; nothing where it is another kind of name. A namespace has no dots.
  public static Optional<ObjectName> read(String host, String trustDomain) {
    var end = PODS + trustDomain;
    if (!host.endsWith(end)) {
      return Optional.empty();
    }
    var names = host.substring(0, host.length() - end.length());
    int dot = names.lastIndexOf('.');
    return dot <= 0 || dot == names.length() - 1
        ? Optional.empty()
        : Optional.of(new ObjectName("Pod", names.substring(dot + 1), names.substring(0, dot)));
  }
}
