package dev.tulle.core.manifest;

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
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A kind that is read from files.
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
  SERVICE_ACCOUNT("ServiceAccount", "v1", true);

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

  KnownKind(String kind, String apiVersion, boolean namespaced) {
    this.kind = kind;
    this.apiVersion = apiVersion;
    this.namespaced = namespaced;
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
    };
  }

  static Optional<KnownKind> of(String kind) {
    return Arrays.stream(values()).filter(known -> known.kind.equals(kind)).findFirst();
  }

  /// Whether Kubernetes itself, and no extension of it, owns the group of this apiVersion.
  static boolean isOfKubernetes(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    var group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return GROUPS.contains(group);
  }

  static boolean isUnusedKindOfKubernetes(String kind) {
    return OTHERS.contains(kind);
  }

  /// Every kind of Kubernetes itself.
  static List<String> kindsOfKubernetes() {
    return Stream.concat(Arrays.stream(values()).map(KnownKind::kind), OTHERS.stream())
        .sorted()
        .toList();
  }
}
