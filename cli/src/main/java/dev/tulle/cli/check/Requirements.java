package dev.tulle.cli.check;

import dev.tulle.core.status.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What Tulle needs of a cluster, one method each; pure.
final class Requirements {

  private static final String PAGE = "docs/cluster.md";
  private static final String GATEWAY_API =
      "https://gateway-api.sigs.k8s.io/guides/#installing-gateway-api";
  private static final String INGRESS_CLASS =
      "https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class";

  private final ClusterFacts facts;
  private final String version;
  private final List<ClusterFinding> findings = new ArrayList<>();

  private Requirements(ClusterFacts facts, String version) {
    this.facts = facts;
    this.version = version;
  }

  /// `version` is that of this program.
  static List<ClusterFinding> unmet(ClusterFacts facts, String version) {
    var requirements = new Requirements(facts, version);
    requirements.kubernetes();
    requirements.gatewayApi();
    requirements.kinds();
    requirements.rights();
    requirements.ingressClass();
    requirements.installation();
    requirements.loadBalancer();
    return List.copyOf(requirements.findings);
  }

  private void kubernetes() {
    if (facts.kubernetes().compareTo(KubernetesVersion.OLDEST) < 0) {
      findings.add(
          new ClusterFinding(
              Severity.ERROR,
              "KubernetesTooOld",
              "the cluster runs Kubernetes " + facts.kubernetes(),
              "Tulle is made for " + KubernetesVersion.OLDEST + " and newer",
              "upgrade the cluster",
              "https://kubernetes.io/releases/version-skew-policy/"));
    }
  }

  private void gatewayApi() {
    var installed = facts.gatewayApi();
    if (installed.isEmpty()) {
      findings.add(
          new ClusterFinding(
              Severity.WARNING,
              "NoGatewayApi",
              "the Gateway API is not installed",
              "without its kinds there are no Gateways and routes; Ingresses are served",
              "install version " + GatewayApi.WANTED + " of it, then run `helm upgrade`",
              GATEWAY_API));
    } else if (!installed.get().isWanted()) {
      findings.add(
          new ClusterFinding(
              Severity.WARNING,
              "GatewayApiVersion",
              "the Gateway API is installed in version " + installed.get().version(),
              "Tulle is made for " + GatewayApi.WANTED + ": fields may be missing, or not read",
              "install version " + GatewayApi.WANTED + " over it",
              GATEWAY_API));
    }
  }

  private void kinds() {
    if (!facts.missingKinds().isEmpty()) {
      findings.add(
          new ClusterFinding(
              Severity.WARNING,
              "KindsMissing",
              "the definition is missing of " + String.join(", ", facts.missingKinds()),
              "there can be no objects of such a kind, and Tulle goes on as if nobody had made any",
              "apply what is missing: version "
                  + GatewayApi.WANTED
                  + " of the Gateway API; GatewayParameters is in `charts/tulle/crds`",
              GATEWAY_API));
    }
  }

  private void rights() {
    if (!facts.missingRights().isEmpty()) {
      findings.add(
          new ClusterFinding(
              Severity.ERROR,
              "MayNotInstall",
              "you may not create "
                  + facts.missingRights().stream()
                      .map(Right::toString)
                      .collect(Collectors.joining(", ")),
              "an installation makes them",
              "have somebody install Tulle who is cluster-admin, or be given these rights",
              PAGE));
    }
  }

  private void ingressClass() {
    for (var other : facts.otherDefaultClasses()) {
      findings.add(
          new ClusterFinding(
              Severity.WARNING,
              "OtherDefaultClass",
              "the IngressClass " + other + " is the cluster's default",
              "an Ingress without a class is not Tulle's; a second default would take them away from it",
              "leave it, and say `ingressClassName: tulle`; with `tulle install`, which does not"
                  + " ask the cluster, add `--set ingressClass.default=false`",
              INGRESS_CLASS));
    }
    facts
        .classOfAnother()
        .ifPresent(
            controller ->
                findings.add(
                    new ClusterFinding(
                        Severity.ERROR,
                        "ClassTaken",
                        "the IngressClass tulle belongs to " + controller,
                        "a class has one controller, and it cannot be changed",
                        "install with `--set ingressClass.name=` and another name",
                        PAGE)));
  }

  private void installation() {
    for (var other : facts.elsewhere()) {
      findings.add(
          new ClusterFinding(
              Severity.ERROR,
              "InstalledElsewhere",
              "Tulle is installed in the namespace " + other,
              "a cluster has one installation: a second one would do nothing while that one is there",
              "say `--namespace "
                  + other
                  + "` if that one is meant; otherwise uninstall one of them",
              PAGE + "#one-cluster-one-installation"));
    }
    facts
        .installed()
        .filter(installed -> !installed.equals(version))
        .ifPresent(
            installed ->
                findings.add(
                    new ClusterFinding(
                        Severity.WARNING,
                        "OtherVersionInstalled",
                        "the cluster runs Tulle " + installed + ", and this program is " + version,
                        "what one says of the other may be wrong",
                        "run `helm upgrade`, or take the program of that version",
                        PAGE + "#upgrade")));
  }

  private void loadBalancer() {
    if (!facts.withoutAddress().isEmpty()) {
      findings.add(
          new ClusterFinding(
              Severity.WARNING,
              "NoLoadBalancer",
              "no Service of type LoadBalancer has an address: "
                  + String.join(", ", facts.withoutAddress()),
              "a Gateway's Service is of that type unless its parameters say otherwise",
              "install a load balancer, or set the Service's type with GatewayParameters",
              "https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer"));
    }
  }
}
