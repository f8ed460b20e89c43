package dev.tulle.cli.offline;

import dev.tulle.cli.local.controller.Owners;
import dev.tulle.core.ir.Mesh;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.xds.Scope;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the proxies of a folder are called: `ingress`, a Gateway's own name, that of the workload
/// that pods come from, as in `deploy/my-app`, or `pod/my-pod`. What is in another namespace than
/// `default` begins with it.
final class ProxyNames {

  private static final Map<String, String> SHORT =
      Map.of("Deployment", "deploy", "StatefulSet", "sts");

  private ProxyNames() {}

  /// Each with the class of proxies that it belongs to, gateways before workloads. A pod whose
  /// proxy is of another class than the first of its workload has a name of its own.
  static SequencedMap<String, Scope> of(Mesh mesh, Map<ObjectName, Pod> pods) {
    var workloads = new TreeMap<String, Scope>();
    for (var workload : mesh.workloads().values()) {
      Scope.of(workload).ifPresent(scope -> put(workloads, workload.pod(), pods, scope));
    }
    var all = new LinkedHashMap<String, Scope>();
    mesh.gateways().keySet().forEach(it -> all.put(gateway(it), new Scope.Gateway(it)));
    all.putAll(workloads);
    return all;
  }

  private static String gateway(ObjectName name) {
    return name.kind().equals("IngressClass") ? "ingress" : in(name.namespace(), name.name());
  }

  private static void put(
      SortedMap<String, Scope> scopes, ObjectName name, Map<ObjectName, Pod> pods, Scope scope) {
    var shared = in(name.namespace(), workload(name, pods));
    if (!scopes.getOrDefault(shared, scope).equals(scope)) {
      scopes.put(in(name.namespace(), pod(name)), scope);
    } else {
      scopes.put(shared, scope);
    }
  }

  private static String workload(ObjectName name, Map<ObjectName, Pod> pods) {
    return Optional.ofNullable(pods.get(name))
        .flatMap(Owners::controller)
        .map(ProxyNames::named)
        .orElse(pod(name));
  }

  private static String pod(ObjectName name) {
    return "pod/" + name.name();
  }

  private static String named(OwnerReference owner) {
    var kind = SHORT.getOrDefault(owner.getKind(), owner.getKind().toLowerCase(Locale.ROOT));
    return kind + "/" + owner.getName();
  }

  private static String in(String namespace, String name) {
    return namespace.equals("default") ? name : namespace + "/" + name;
  }
}
