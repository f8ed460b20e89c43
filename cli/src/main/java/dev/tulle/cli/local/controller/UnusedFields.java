package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.Severity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Fields of a pod that a container without an image does not have, and that its program would
/// miss. What a program does not notice (resources, affinity, capabilities) is passed over.
final class UnusedFields {

  private UnusedFields() {}

  /// `path` is where the pod's spec stands in its object.
  static List<Finding> of(ObjectName object, PodSpec spec, String path) {
    var findings = new ArrayList<Finding>();
    var volumes = Fields.list(spec.getVolumes());
    if (!volumes.isEmpty()) {
      var names = volumes.stream().map(Volume::getName).collect(Collectors.joining(", "));
      findings.add(
          finding(
              object,
              path + ".volumes",
              "has volumes (" + names + "), which are not mounted here",
              "Give the program a path of this machine, or its settings through env."));
    }
    if (Fields.isTrue(spec.getHostNetwork())) {
      findings.add(
          finding(
              object,
              path + ".hostNetwork",
              "asks for the host's network, but has one of its own here",
              "Remove hostNetwork, or start the program by hand."));
    }
    containers(object, path + ".initContainers", spec.getInitContainers(), findings);
    containers(object, path + ".containers", spec.getContainers(), findings);
    return findings;
  }

  private static void containers(
      ObjectName object,
      String path,
      @Nullable List<Container> containers,
      List<Finding> findings) {
    var all = Fields.list(containers);
    for (int i = 0; i < all.size(); i++) {
      var at = path + "[" + i + "]";
      var lifecycle = all.get(i).getLifecycle();
      if (lifecycle != null && lifecycle.getPostStart() != null) {
        findings.add(
            finding(
                object,
                at + ".lifecycle.postStart",
                "has a postStart hook, which is not run here",
                "Let the container's command do it first."));
      }
      var variables = Fields.list(all.get(i).getEnv());
      for (int v = 0; v < variables.size(); v++) {
        if (asksForResources(variables.get(v))) {
          findings.add(
              finding(
                  object,
                  at + ".env[" + v + "].valueFrom.resourceFieldRef",
                  "takes " + variables.get(v).getName() + " from its resources, which it has not",
                  "Write the value itself, or let the program do without it."));
        }
      }
    }
  }

  private static boolean asksForResources(EnvVar variable) {
    return variable.getValueFrom() != null && variable.getValueFrom().getResourceFieldRef() != null;
  }

  private static Finding finding(ObjectName object, String path, String what, String cure) {
    return new Finding(Severity.WARNING, object, path, "NotUsed", object + " " + what + ".", cure);
  }
}
