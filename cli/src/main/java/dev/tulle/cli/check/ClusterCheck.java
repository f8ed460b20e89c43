package dev.tulle.cli.check;

import dev.tulle.cli.outcome.Failure;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Asks a cluster all that Tulle's requirements are about, and judges the answers. Nothing is
/// changed there.
public final class ClusterCheck {

  private static final String ANNOTATION = "gateway.networking.k8s.io/";
  private static final String DEFAULT = "ingressclass.kubernetes.io/is-default-class";
  private static final String CONTROL_PLANE =
      "app.kubernetes.io/name%3Dtulle,app.kubernetes.io/component%3Dcontrol-plane";
  private static final String OURS = "tulle.dev/ingress";

  /// What was asked, and what is missing.
  public record Report(
      String server,
      String kubernetes,
      Optional<GatewayApi> gatewayApi,
      Optional<String> installed,
      List<ClusterFinding> findings) {}

  private final ClusterApi api;
  private final String namespace;

  private ClusterCheck(ClusterApi api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  /// `namespace` is where Tulle is, or is to be.
  public static Report of(Optional<String> context, String namespace, String version)
      throws Failure {
    try (var api = ClusterApi.open(context)) {
      var facts = new ClusterCheck(api, namespace).facts();
      return new Report(
          api.address(),
          facts.kubernetes().toString(),
          facts.gatewayApi(),
          facts.installed(),
          Requirements.unmet(facts, version));
    }
  }

  private ClusterFacts facts() throws Failure {
    var version = api.get("/version").orElse(JsonMapper.shared().createObjectNode());
    var gatewayApi = gatewayApi();
    var installed = installed();
    return new ClusterFacts(
        KubernetesVersion.of(
            version.path("major").asString(""), version.path("minor").asString("")),
        gatewayApi,
        missingKinds(gatewayApi.isPresent(), installed.isPresent()),
        otherDefaultClasses(),
        classOfAnother(),
        installed,
        elsewhere(),
        installed.isPresent() ? List.of() : missingRights(),
        withoutAddress());
  }

  private Optional<GatewayApi> gatewayApi() throws Failure {
    return api.get(
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/"
                + "gateways.gateway.networking.k8s.io")
        .map(definition -> definition.path("metadata").path("annotations"))
        .map(
            annotations ->
                new GatewayApi(
                    annotations.path(ANNOTATION + "bundle-version").asString("unknown"),
                    annotations.path(ANNOTATION + "channel").asString("unknown")));
  }

  private List<String> missingKinds(boolean withGatewayApi, boolean withTulle) throws Failure {
    var missing = new ArrayList<String>();
    if (withGatewayApi) {
      missing.addAll(notServed(HasMetadata.getApiVersion(Kind.GATEWAY.type())));
    }
    if (withTulle) {
      missing.addAll(notServed(HasMetadata.getApiVersion(Kind.GATEWAY_PARAMETERS.type())));
    }
    return missing;
  }

  private List<String> notServed(String apiVersion) throws Failure {
    var served = new HashSet<String>();
    api.get("/apis/" + apiVersion)
        .ifPresent(
            list ->
                list.path("resources")
                    .forEach(resource -> served.add(resource.path("kind").asString(""))));
    return Kind.ALL.stream()
        .filter(kind -> apiVersion.equals(HasMetadata.getApiVersion(kind.type())))
        .map(Kind::name)
        .filter(kind -> !served.contains(kind))
        .toList();
  }

  private Optional<String> installed() throws Failure {
    return api.get("/apis/apps/v1/namespaces/" + namespace + "/deployments/tulle")
        .map(deployment -> deployment.path("metadata").path("labels"))
        .map(labels -> labels.path("app.kubernetes.io/version").asString("unknown"));
  }

  private List<String> elsewhere() throws Failure {
    return items("/apis/apps/v1/deployments?labelSelector=" + CONTROL_PLANE).stream()
        .map(deployment -> deployment.path("metadata").path("namespace").asString(""))
        .filter(other -> !other.equals(namespace))
        .toList();
  }

  private List<String> otherDefaultClasses() throws Failure {
    var names = new ArrayList<String>();
    for (var each : items("/apis/networking.k8s.io/v1/ingressclasses")) {
      boolean isDefault =
          each.path("metadata").path("annotations").path(DEFAULT).asString("").equals("true");
      if (isDefault && !controller(each).equals(OURS)) {
        names.add(each.path("metadata").path("name").asString(""));
      }
    }
    return names;
  }

  private Optional<String> classOfAnother() throws Failure {
    return api.get("/apis/networking.k8s.io/v1/ingressclasses/tulle")
        .map(ClusterCheck::controller)
        .filter(controller -> !controller.equals(OURS));
  }

  private static String controller(JsonNode ingressClass) {
    return ingressClass.path("spec").path("controller").asString("");
  }

  private List<String> withoutAddress() throws Failure {
    var waiting = new ArrayList<String>();
    for (var each : items("/api/v1/services")) {
      if (!each.path("spec").path("type").asString("").equals("LoadBalancer")) {
        continue;
      }
      if (!each.path("status").path("loadBalancer").path("ingress").isEmpty()) {
        return List.of();
      }
      var name = each.path("metadata");
      waiting.add(name.path("namespace").asString("") + "/" + name.path("name").asString(""));
    }
    return waiting;
  }

  private List<JsonNode> items(String path) throws Failure {
    var items = new ArrayList<JsonNode>();
    api.get(path).ifPresent(list -> list.path("items").forEach(items::add));
    return items;
  }

  private List<Right> missingRights() throws Failure {
    var missing = new ArrayList<Right>();
    for (var right : Right.toInstall(namespace)) {
      var review =
          api.create("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review(right));
      if (!review.path("status").path("allowed").asBoolean(false)) {
        missing.add(right);
      }
    }
    return missing;
  }

  private static ObjectNode review(Right right) {
    var review = JsonMapper.shared().createObjectNode();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
    review
        .withObject("/spec/resourceAttributes")
        .put("verb", Right.VERB)
        .put("group", right.group())
        .put("resource", right.resource())
        .put("namespace", right.namespace());
    return review;
  }
}
