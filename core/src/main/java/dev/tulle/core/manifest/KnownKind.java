package dev.tulle.core.manifest;

import dev.tulle.core.crd.GatewayParameters;
import dev.tulle.core.crd.XBackendTrafficPolicy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TCPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TLSRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.UDPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A kind that is read from files, in one API version or in several; its objects all have one Java
/// type, that of `apiVersion`.
enum KnownKind {
  POD("Pod", "v1", true),
  DEPLOYMENT("Deployment", "apps/v1", true),
  STATEFUL_SET("StatefulSet", "apps/v1", true),
  JOB("Job", "batch/v1", true),
  SERVICE("Service", "v1", true),
  ENDPOINT_SLICE("EndpointSlice", "discovery.k8s.io/v1", true),
  INGRESS("Ingress", "networking.k8s.io/v1", true),
  INGRESS_CLASS("IngressClass", "networking.k8s.io/v1", false),
  SECRET("Secret", "v1", true),
  CONFIG_MAP("ConfigMap", "v1", true),
  NAMESPACE("Namespace", "v1", false),
  SERVICE_ACCOUNT("ServiceAccount", "v1", true),
  GATEWAY_CLASS("GatewayClass", "gateway.networking.k8s.io/v1", false, "v1beta1"),
  GATEWAY("Gateway", "gateway.networking.k8s.io/v1", true, "v1beta1"),
  LISTENER_SET("ListenerSet", "gateway.networking.k8s.io/v1", true),
  HTTP_ROUTE("HTTPRoute", "gateway.networking.k8s.io/v1", true, "v1beta1"),
  GRPC_ROUTE("GRPCRoute", "gateway.networking.k8s.io/v1", true),
  TLS_ROUTE("TLSRoute", "gateway.networking.k8s.io/v1", true, "v1alpha2", "v1alpha3"),
  TCP_ROUTE("TCPRoute", "gateway.networking.k8s.io/v1", true, "v1alpha2"),
  UDP_ROUTE("UDPRoute", "gateway.networking.k8s.io/v1", true, "v1alpha2"),
  BACKEND_TLS_POLICY("BackendTLSPolicy", "gateway.networking.k8s.io/v1", true, "v1alpha3"),
  REFERENCE_GRANT("ReferenceGrant", "gateway.networking.k8s.io/v1", true, "v1beta1"),
  BACKEND_TRAFFIC_POLICY(
      XBackendTrafficPolicy.KIND,
      XBackendTrafficPolicy.GROUP + "/" + XBackendTrafficPolicy.VERSION,
      true),
  GATEWAY_PARAMETERS(
      GatewayParameters.KIND, GatewayParameters.GROUP + "/" + GatewayParameters.VERSION, true);

  /// Kinds of Kubernetes itself that are not read.
  private static final Set<String> OTHERS =
      Set.of(
          "APIService",
          "Binding",
          "CertificateSigningRequest",
          "ClusterRole",
          "ClusterRoleBinding",
          "ControllerRevision",
          "CronJob",
          "CSIDriver",
          "CSINode",
          "CSIStorageCapacity",
          "CustomResourceDefinition",
          "DaemonSet",
          "DeviceClass",
          "Endpoints",
          "Event",
          "FlowSchema",
          "HorizontalPodAutoscaler",
          "IPAddress",
          "Lease",
          "LimitRange",
          "MutatingWebhookConfiguration",
          "NetworkPolicy",
          "Node",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "PodDisruptionBudget",
          "PodTemplate",
          "PriorityClass",
          "PriorityLevelConfiguration",
          "ReplicaSet",
          "ReplicationController",
          "ResourceClaim",
          "ResourceClaimTemplate",
          "ResourceQuota",
          "ResourceSlice",
          "Role",
          "RoleBinding",
          "RuntimeClass",
          "ServiceCIDR",
          "StorageClass",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding",
          "ValidatingWebhookConfiguration",
          "VolumeAttachment",
          "VolumeAttributesClass",
          "TokenReview",
          "SubjectAccessReview",
          "LocalSubjectAccessReview",
          "SelfSubjectAccessReview",
          "SelfSubjectReview",
          "SelfSubjectRulesReview",
          "ClusterTrustBundle",
          "ComponentStatus",
          "DeviceTaintRule",
          "LeaseCandidate",
          "MutatingAdmissionPolicy",
          "MutatingAdmissionPolicyBinding",
          "PodCertificateRequest",
          "StorageVersionMigration");

  /// Experimental kinds of the Gateway API that are not read.
  private static final Set<String> EXPERIMENTS = Set.of("XBackend", "XMesh");

  /// The API groups of Kubernetes itself; others that end in `k8s.io` belong to extensions.
  private static final Set<String> GROUPS =
      Set.of(
          "",
          "admissionregistration.k8s.io",
          "apiextensions.k8s.io",
          "apiregistration.k8s.io",
          "apps",
          "authentication.k8s.io",
          "authorization.k8s.io",
          "autoscaling",
          "batch",
          "certificates.k8s.io",
          "coordination.k8s.io",
          "discovery.k8s.io",
          "events.k8s.io",
          "extensions",
          "flowcontrol.apiserver.k8s.io",
          "networking.k8s.io",
          "node.k8s.io",
          "policy",
          "rbac.authorization.k8s.io",
          "resource.k8s.io",
          "scheduling.k8s.io",
          "storage.k8s.io",
          "storagemigration.k8s.io");

  private final String kind;
  private final String apiVersion;
  private final boolean namespaced;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> otherVersions;

  KnownKind(String kind, String apiVersion, boolean namespaced, String... otherVersions) {
    this.kind = kind;
    this.apiVersion = apiVersion;
    this.namespaced = namespaced;
    this.otherVersions = List.of(otherVersions);
  }

  String kind() {
    return kind;
  }

  String apiVersion() {
    return apiVersion;
  }

  boolean namespaced() {
    return namespaced;
  }

  /// Whether a CustomResourceDefinition defines the kind, so that its schema says everything.
  boolean isCustom() {
    return owner(apiVersion).filter(owner -> owner != Owner.KUBERNETES).isPresent();
  }

  /// Only the types of kinds that occur are loaded, since a switch loads none beforehand.
  Class<? extends HasMetadata> type() {
    return switch (this) {
      case POD -> Pod.class;
      case DEPLOYMENT -> Deployment.class;
      case STATEFUL_SET -> StatefulSet.class;
      case JOB -> Job.class;
      case SERVICE -> Service.class;
      case ENDPOINT_SLICE -> EndpointSlice.class;
      case INGRESS -> Ingress.class;
      case INGRESS_CLASS -> IngressClass.class;
      case SECRET -> Secret.class;
      case CONFIG_MAP -> ConfigMap.class;
      case NAMESPACE -> Namespace.class;
      case SERVICE_ACCOUNT -> ServiceAccount.class;
      case GATEWAY_CLASS -> GatewayClass.class;
      case GATEWAY -> Gateway.class;
      case LISTENER_SET -> ListenerSet.class;
      case HTTP_ROUTE -> HTTPRoute.class;
      case GRPC_ROUTE -> GRPCRoute.class;
      case TLS_ROUTE -> TLSRoute.class;
      case TCP_ROUTE -> TCPRoute.class;
      case UDP_ROUTE -> UDPRoute.class;
      case BACKEND_TLS_POLICY -> BackendTLSPolicy.class;
      case REFERENCE_GRANT -> ReferenceGrant.class;
      case BACKEND_TRAFFIC_POLICY -> XBackendTrafficPolicy.class;
      case GATEWAY_PARAMETERS -> GatewayParameters.class;
    };
  }

  static Optional<KnownKind> of(String kind) {
    return Arrays.stream(values()).filter(known -> known.kind.equals(kind)).findFirst();
  }

  /// Every apiVersion in which the kind is to be had, the one of its Java type first.
  List<String> versions() {
    var group = apiVersion.substring(0, apiVersion.indexOf('/') + 1);
    return Stream.concat(
            Stream.of(apiVersion), otherVersions.stream().map(version -> group + version))
        .toList();
  }

  /// The name of the schema that objects of this version have to agree with; empty where the kind
  /// is not to be had in it.
  Optional<String> schema(String version) {
    if (apiVersion.equals(version)) {
      return Optional.of(kind);
    }
    return versions().contains(version)
        ? Optional.of(kind + "." + version.substring(version.indexOf('/') + 1))
        : Optional.empty();
  }

  /// Who says which kinds there are in this apiVersion; empty where it is a stranger.
  static Optional<Owner> owner(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    var group = slash < 0 ? "" : apiVersion.substring(0, slash);
    if (group.equals("gateway.networking.k8s.io") || group.equals(XBackendTrafficPolicy.GROUP)) {
      return Optional.of(Owner.GATEWAY_API);
    }
    if (group.equals(GatewayParameters.GROUP)) {
      return Optional.of(Owner.TULLE);
    }
    return GROUPS.contains(group) ? Optional.of(Owner.KUBERNETES) : Optional.empty();
  }

  /// Every kind that an owner has.
  static List<String> all() {
    return Stream.concat(Arrays.stream(values()).map(KnownKind::kind), OTHERS.stream())
        .sorted()
        .toList();
  }

  /// Whose kinds are known by name, read or not.
  enum Owner {
    KUBERNETES("Kubernetes"),
    GATEWAY_API("the Gateway API"),
    TULLE("Tulle");

    private final String text;

    Owner(String text) {
      this.text = text;
    }

    /// Whether this is a kind that there is and that is not read.
    boolean hasUnused(String kind) {
      return switch (this) {
        case KUBERNETES -> OTHERS.contains(kind);
        case GATEWAY_API -> EXPERIMENTS.contains(kind);
        case TULLE -> false;
      };
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
