package dev.tulle.cli.local.pod;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.Severity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;

/// The parts of a pod's spec that mean something on a node of a cluster and nothing here: warnings,
/// so that no one relies on them. What merely chooses a node is left out, as there is one.
public final class UnusedFields {

  private final ObjectName owner;
  private final List<Finding> found = new ArrayList<>();

  private UnusedFields(ObjectName owner) {
    this.owner = owner;
  }

  /// `path` is where the spec stands in its owner: `spec`, or `spec.template.spec`.
  public static List<Finding> of(ObjectName owner, PodSpec spec, String path) {
    var fields = new UnusedFields(owner);
    fields.pod(spec, path);
    for (var i = 0; i < spec.getInitContainers().size(); i++) {
      fields.container(spec.getInitContainers().get(i), path + ".initContainers[" + i + "]");
    }
    for (var i = 0; i < spec.getContainers().size(); i++) {
      fields.container(spec.getContainers().get(i), path + ".containers[" + i + "]");
    }
    return List.copyOf(fields.found);
  }

  private void pod(PodSpec spec, String path) {
    var files = "Let the program read files of this machine, or use `env`.";
    unused(!spec.getVolumes().isEmpty(), path + ".volumes", "Volumes are not mounted", files);
    var network = "Every pod has a network of its own: remove it, and use the pod's address.";
    unused(
        Boolean.TRUE.equals(spec.getHostNetwork()),
        path + ".hostNetwork",
        "The machine's own network is not given to pods",
        network);
    unused(
        spec.getActiveDeadlineSeconds() != null,
        path + ".activeDeadlineSeconds",
        "A pod's deadline is not watched",
        "Set it in a Job, or end the program itself.");
    unused(
        !spec.getReadinessGates().isEmpty(),
        path + ".readinessGates",
        "Nothing sets the conditions of readiness gates here",
        "Use a readiness probe.");
    unused(
        spec.getDnsConfig() != null,
        path + ".dnsConfig",
        "Pods have the machine's name servers",
        "Remove it, or change /etc/resolv.conf of the machine.");
  }

  private void container(Container container, String path) {
    unused(
        !container.getVolumeMounts().isEmpty(),
        path + ".volumeMounts",
        "Volumes are not mounted",
        "Let the program read files of this machine, or use `env`.");
    var resources = container.getResources();
    unused(
        resources != null
            && (!resources.getLimits().isEmpty() || !resources.getRequests().isEmpty()),
        path + ".resources",
        "Processes of this machine are not limited",
        "Nothing needs to be done; in a cluster it holds.");
    var lifecycle = container.getLifecycle();
    unused(
        lifecycle != null && lifecycle.getPostStart() != null,
        path + ".lifecycle.postStart",
        "The hook after the start is not run",
        "Put it at the beginning of the container's command.");
    var security = container.getSecurityContext();
    unused(
        security != null
            && (security.getCapabilities() != null
                || security.getPrivileged() != null
                || security.getReadOnlyRootFilesystem() != null
                || security.getSeccompProfile() != null),
        path + ".securityContext",
        "Of the security context only the user and the group are used",
        "Nothing needs to be done; in a cluster it holds.");
    for (var i = 0; i < container.getEnv().size(); i++) {
      var from = container.getEnv().get(i).getValueFrom();
      unused(
          from != null && from.getResourceFieldRef() != null,
          path + ".env[" + i + "].valueFrom.resourceFieldRef",
          "Processes of this machine have no limits that a variable could tell, so it is not set",
          "Give the variable a `value`.");
    }
  }

  private void unused(boolean present, String path, String message, String cure) {
    if (present) {
      found.add(new Finding(Severity.WARNING, owner, path, "NotUsed", message + ".", cure));
    }
  }
}
