package dev.tulle.core.name;

import java.util.Optional;
import java.util.regex.Pattern;

/// How a certificate names the pod that it was made for: the DNS name `POD.NAMESPACE.pod.DOMAIN`.
public final class PodHost {

  private static final String PODS = ".pod.";
  private static final int LONGEST = 253 + 1 + 63;
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern NAMES =
      Pattern.compile("(?<pod>" + LABEL + "(\\." + LABEL + ")*)\\.(?<namespace>" + LABEL + ")");

  private PodHost() {}

  public static String of(ObjectName pod, String trustDomain) {
    return pod.name() + "." + pod.namespace() + PODS + trustDomain;
  }

  /// The pod of such a name, which is the only one with this name; nothing where it is another kind
  /// of name. A namespace has no dots.
  public static Optional<ObjectName> read(String host, String trustDomain) {
    var end = PODS + trustDomain;
    if (!host.endsWith(end)) {
      return Optional.empty();
    }
    var text = host.substring(0, host.length() - end.length());
    var names = NAMES.matcher(text);
    return text.length() <= LONGEST && names.matches()
        ? Optional.of(new ObjectName("Pod", names.group("namespace"), names.group("pod")))
        : Optional.empty();
  }
}
