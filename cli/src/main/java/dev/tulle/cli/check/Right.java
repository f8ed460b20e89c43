package dev.tulle.cli.check;

import java.util.List;

/// Something that an installation does, which whoever installs must be allowed to. The namespace is
/// empty for what is of the whole cluster.
record Right(String group, String resource, String namespace) {

  static final String VERB = "create";

  /// What the chart makes.
  static List<Right> toInstall(String namespace) {
    return List.of(
        new Right("", "namespaces", ""),
        new Right("apiextensions.k8s.io", "customresourcedefinitions", ""),
        new Right("rbac.authorization.k8s.io", "clusterroles", ""),
        new Right("rbac.authorization.k8s.io", "clusterrolebindings", ""),
        new Right("networking.k8s.io", "ingressclasses", ""),
        new Right("gateway.networking.k8s.io", "gatewayclasses", ""),
        new Right("rbac.authorization.k8s.io", "roles", namespace),
        new Right("rbac.authorization.k8s.io", "rolebindings", namespace),
        new Right("", "serviceaccounts", namespace),
        new Right("", "services", namespace),
        new Right("apps", "deployments", namespace),
        new Right("policy", "poddisruptionbudgets", namespace));
  }

  @Override
  public String toString() {
    return group.isEmpty() ? resource : resource + "." + group;
  }
}
