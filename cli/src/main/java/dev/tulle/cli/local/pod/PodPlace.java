package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A pod with what it has been given here: its addresses, the host's address, the node's name and
/// its sidecar. Answers the fields of the downward API.
record PodPlace(Pod pod, List<String> addresses, String hostAddress, String node, Sidecar sidecar) {

  private static final Pattern ENTRY = Pattern.compile("metadata\\.(labels|annotations)\\['(.+)']");

  /// The value of a field as in `fieldRef.fieldPath`; nothing for a field that is not offered.
  Optional<String> field(String path) {
    var meta = pod.getMetadata();
    var entry = ENTRY.matcher(path);
    if (entry.matches()) {
      Map<String, String> values =
          entry.group(1).equals("labels") ? meta.getLabels() : meta.getAnnotations();
      return Optional.of(values.getOrDefault(entry.group(2), ""));
    }
    return switch (path) {
      case "metadata.name" -> Optional.of(meta.getName());
      case "metadata.namespace" -> Optional.of(meta.getNamespace());
      case "metadata.uid" -> Optional.of(orEmpty(meta.getUid()));
      case "spec.nodeName" -> Optional.of(node);
      case "spec.serviceAccountName" -> Optional.of(account());
      case "status.podIP" -> Optional.of(addresses.isEmpty() ? "" : addresses.getFirst());
      case "status.podIPs" -> Optional.of(String.join(",", addresses));
      case "status.hostIP", "status.hostIPs" -> Optional.of(hostAddress);
      default -> Optional.empty();
    };
  }

  private String account() {
    var account = pod.getSpec().getServiceAccountName();
    return account == null || account.isEmpty() ? "default" : account;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
