package dev.tulle.server.deploy;

import dev.tulle.core.crd.ProxyParameters;
import dev.tulle.core.discovery.Injection;
import dev.tulle.core.xds.PodBootstrap;
import dev.tulle.core.xds.Printer;
import dev.tulle.server.trust.TokenAuthenticator;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The Deployment of a fleet: Envoy without a privilege, told by its command line where the control
/// plane is. Its listeners have the ports that clients see, low ones too, which the pod's own
/// network namespace allows to every user.
final class FleetPods {

  /// Where the ConfigMap with the root is seen.
  static final String ROOT_DIRECTORY = "/etc/tulle";

  static final String TOKEN_DIRECTORY = "/var/run/secrets/tulle";

  private static final long USER = 65_532;
  private static final int REPLICAS = 2;
  private static final long TOKEN_SECONDS = 3_600;

  /// How long a pod that ends goes on answering: see `farewell`.
  private static final long GRACE_SECONDS = 30;

  private static final long DEFAULT_HEAP_BYTES = 768L << 20;
  private static final double HEAP_SHARE = 0.8;
  private static final String MEMORY = "memory";
  private static final String ROOT = "root";
  private static final String TOKEN = "token";
  private static final String TMP = "tmp";

  private final Fleet fleet;
  private final FleetSite site;
  private final ResourceRequirements resources;

  private FleetPods(Fleet fleet, FleetSite site) {
    this.fleet = fleet;
    this.site = site;
    this.resources = fleet.parameters().resources().orElseGet(FleetPods::standard);
  }

  static Deployment of(Fleet fleet, FleetSite site) {
    return new FleetPods(fleet, site).deployment();
  }

  /// How many are asked for at least; an autoscaler may ask for more.
  static int least(Fleet fleet) {
    return fleet
        .parameters()
        .scale()
        .map(
            scale ->
                switch (scale) {
                  case ProxyParameters.Scale.Fixed(var replicas) -> replicas;
                  case ProxyParameters.Scale.Between(var least, _, _) -> least;
                })
        .orElse(REPLICAS);
  }

  private Deployment deployment() {
    var node = fleet.parameters().node();
    return new DeploymentBuilder()
        .withMetadata(FleetObjects.metadata(fleet))
        .withNewSpec()
        .withReplicas(replicas())
        .withNewSelector()
        .withMatchLabels(new TreeMap<>(fleet.selector()))
        .endSelector()
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withNewMaxSurge(1)
        .withNewMaxUnavailable(0)
        .endRollingUpdate()
        .endStrategy()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(FleetObjects.labels(fleet))
        .addToLabels(Injection.KEY, "false")
        .withAnnotations(new TreeMap<>(fleet.annotations()))
        .endMetadata()
        .withNewSpec()
        .withEnableServiceLinks(false)
        .withServiceAccountName(fleet.name())
        .withAutomountServiceAccountToken(false)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .addNewSysctl("net.ipv4.ip_unprivileged_port_start", "0")
        .endSecurityContext()
        .withNodeSelector(node.selector().map(TreeMap::new).orElse(null))
        .withTolerations(node.tolerations().orElse(List.of()))
        .withTopologySpreadConstraints(
            spread("topology.kubernetes.io/zone"), spread("kubernetes.io/hostname"))
        .withContainers(envoy())
        .withVolumes(volumes())
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /// None where an autoscaler decides.
  private @Nullable Integer replicas() {
    return fleet.parameters().scale().orElse(null) instanceof ProxyParameters.Scale.Between
        ? null
        : Integer.valueOf(least(fleet));
  }

  private Container envoy() {
    return new ContainerBuilder()
        .withName("envoy")
        .withImage(fleet.parameters().image().orElse(site.image()))
        .withImagePullPolicy("IfNotPresent")
        .withArgs(
            "--config-yaml",
            Printer.json(bootstrap().message()),
            "--service-node",
            "$(POD_NAME)",
            "--concurrency",
            "2",
            "--disable-hot-restart",
            "--log-level",
            fleet.parameters().logLevel().orElse("warning"))
        .addNewEnv()
        .withName("POD_NAME")
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath("metadata.name")
        .endFieldRef()
        .endValueFrom()
        .endEnv()
        .addNewPort()
        .withName("ready")
        .withContainerPort(PodBootstrap.READY_PORT)
        .withProtocol("TCP")
        .endPort()
        .withStartupProbe(probe(1, 120))
        .withReadinessProbe(probe(1, 3))
        .withNewLifecycle()
        .withNewPreStop()
        .withNewExec()
        .withCommand(farewell())
        .endExec()
        .endPreStop()
        .endLifecycle()
        .withResources(resources)
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .addNewVolumeMount()
        .withName(ROOT)
        .withMountPath(ROOT_DIRECTORY)
        .withReadOnly(true)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName(TOKEN)
        .withMountPath(TOKEN_DIRECTORY)
        .withReadOnly(true)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName(TMP)
        .withMountPath("/tmp")
        .endVolumeMount()
        .build();
  }

  /// A pod that ends is first made to say that it is not healthy. From then on Envoy asks clients,
  /// with each response, to connect anew, which they do elsewhere. Envoy stops at once when it is
  /// told to, and there may be no other program in its image: a second Envoy tells the first one,
  /// and goes on for as long as the pod may.
  private static List<String> farewell() {
    return List.of(
        "envoy",
        "--config-yaml",
        Printer.json(PodBootstrap.farewell()),
        "--concurrency",
        "1",
        "--disable-hot-restart",
        "--log-level",
        "error");
  }

  private PodBootstrap bootstrap() {
    var names = site.controlPlane();
    return new PodBootstrap(
        fleet.namespace() + "/" + fleet.name(),
        names.host(),
        site.xdsPort(),
        names.identity(),
        ROOT_DIRECTORY,
        heapBytes());
  }

  private long heapBytes() {
    return Optional.ofNullable(resources.getLimits())
        .map(limits -> limits.get(MEMORY))
        .map(limit -> (long) (Quantity.getAmountInBytes(limit).doubleValue() * HEAP_SHARE))
        .filter(bytes -> bytes > 0)
        .orElse(DEFAULT_HEAP_BYTES);
  }

  private static ResourceRequirements standard() {
    return new ResourceRequirementsBuilder()
        .withRequests(
            new TreeMap<>(Map.of("cpu", new Quantity("100m"), MEMORY, new Quantity("128Mi"))))
        .withLimits(new TreeMap<>(Map.of(MEMORY, new Quantity("1Gi"))))
        .build();
  }

  private static Probe probe(int periodSeconds, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath("/ready")
        .withNewPort(PodBootstrap.READY_PORT)
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(2)
        .withFailureThreshold(failures)
        .build();
  }

  private TopologySpreadConstraint spread(String key) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(1)
        .withTopologyKey(key)
        .withWhenUnsatisfiable("ScheduleAnyway")
        .withNewLabelSelector()
        .withMatchLabels(new TreeMap<>(fleet.selector()))
        .endLabelSelector()
        .build();
  }

  private static List<Volume> volumes() {
    return Stream.of(
            new VolumeBuilder()
                .withName(ROOT)
                .withNewConfigMap()
                .withName(FleetObjects.ROOT)
                .endConfigMap()
                .build(),
            new VolumeBuilder()
                .withName(TOKEN)
                .withNewProjected()
                .addNewSource()
                .withNewServiceAccountToken()
                .withAudience(TokenAuthenticator.AUDIENCE)
                .withExpirationSeconds(TOKEN_SECONDS)
                .withPath("token")
                .endServiceAccountToken()
                .endSource()
                .endProjected()
                .build(),
            new VolumeBuilder().withName(TMP).withNewEmptyDir().endEmptyDir().build())
        .toList();
  }
}
