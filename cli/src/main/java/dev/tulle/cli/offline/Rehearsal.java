package dev.tulle.cli.offline;

import dev.tulle.cli.local.controller.Action;
import dev.tulle.cli.local.controller.GatewayObjects;
import dev.tulle.cli.local.controller.ServiceAddresses;
import dev.tulle.cli.local.controller.Workloads;
import dev.tulle.cli.local.net.AddressBlock;
import dev.tulle.cli.local.net.AddressRange;
import dev.tulle.cli.local.net.Ipv6Block;
import dev.tulle.core.compile.Compilation;
import dev.tulle.core.compile.Compiler;
import dev.tulle.core.compile.Settings;
import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.World;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.source.FolderSource;
import dev.tulle.server.source.FolderState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A folder compiled as it is once it runs and each of its pods is ready. Pods have made-up
/// addresses, of both families, and names; the same folder always gives the same ones.
public final class Rehearsal {

  private static final List<AddressBlock> SERVICES =
      List.of(AddressRange.parse("10.96.0.0/16"), new Ipv6Block(0, 2));
  private static final Ipv6Block PODS = new Ipv6Block(0, 1);
  private static final Instant NOW = Instant.EPOCH;
  private static final int MOST_ROUNDS = 1_000;
  private static final int SEED = 1;
  private static final String NODE = "local";

  private final FolderState folder;
  private final Map<ObjectName, HasMetadata> objects = new TreeMap<>();
  private final Map<ObjectName, Pod> pods = new LinkedHashMap<>();
  private final List<Finding> found = new ArrayList<>();
  private final Compilation compilation;

  private Rehearsal(FolderState folder, Settings settings) {
    this.folder = folder;
    folder.inForce().forEach((name, object) -> objects.put(name, object.object()));
    giveAddresses();
    var slices = runPods();
    compilation = new Compiler(settings).compile(World.of(changes(slices)));
    found.addAll(findings(compilation.statuses().values()));
  }

  /// `display` is what the folder's user calls it.
  public static Rehearsal of(Path folder, String display, Settings settings) {
    return new Rehearsal(FolderSource.read(folder, display), settings);
  }

  public Compilation compilation() {
    return compilation;
  }

  /// What its proxies are called, each with the class of proxies that it belongs to.
  public SequencedMap<String, Scope> proxies() {
    return ProxyNames.of(compilation.mesh(), pods);
  }

  /// All there is to say about the folder, by file and line, each thing once.
  public List<FileFinding> findings() {
    var all = new TreeSet<>(folder.findings());
    found.forEach(finding -> all.add(folder.locate(finding)));
    return List.copyOf(all);
  }

  /// How many objects are as an API server would take them.
  public int objects() {
    return folder.inForce().size();
  }

  private void giveAddresses() {
    objects.putAll(GatewayObjects.missing(objects, GatewayObjects.gateways(objects)));
    var services = Kind.SERVICE.name();
    var given =
        ServiceAddresses.allocate(
            objects.values().stream()
                .filter(Service.class::isInstance)
                .map(Service.class::cast)
                .toList(),
            SERVICES,
            Map.of());
    given.services().stream()
        .map(GatewayObjects::assigned)
        .forEach(
            service ->
                objects.put(
                    new ObjectName(
                        services,
                        service.getMetadata().getNamespace(),
                        service.getMetadata().getName()),
                    service));
    found.addAll(findings(given.statuses()));
  }

  /// Creates pods until the controllers ask for no more; those of a StatefulSet come one by one.
  private List<SliceRecord> runPods() {
    var workloads = new Workloads(NODE, new Random(SEED));
    for (int round = 0; ; round++) {
      var outcome =
          workloads.reconcile(
              new Workloads.Observation(objects.values(), pods.values(), Map.of(), NOW));
      boolean created = false;
      for (var action : outcome.actions()) {
        if (action instanceof Action.Create(var pod)) {
          var running = running(pod, pods.size());
          created |= pods.putIfAbsent(nameOf(running), running) == null;
        }
      }
      if (!created || round == MOST_ROUNDS) {
        found.addAll(findings(outcome.statuses().values()));
        return outcome.slices();
      }
    }
  }

  private List<Change> changes(List<SliceRecord> slices) {
    var changes = new ArrayList<Change>();
    objects.forEach(
        (name, object) -> {
          if (object instanceof EndpointSlice slice) {
            changes.add(Change.put(name, SliceRecord.of(slice)));
          } else if (!(object instanceof Pod)
              && Kind.ALL.stream().anyMatch(kind -> kind.name().equals(name.kind()))) {
            changes.add(Change.put(name, object));
          }
        });
    slices.forEach(slice -> changes.add(Change.put(slice.name(), slice)));
    GatewayObjects.endpoints(objects, gatewayAddresses())
        .forEach(slice -> changes.add(Change.put(slice.name(), slice)));
    pods.values().stream()
        .map(PodRecord::of)
        .forEach(pod -> changes.add(Change.put(pod.name(), pod)));
    return changes;
  }

  private Map<ObjectName, String> gatewayAddresses() {
    var addresses = new TreeMap<ObjectName, String>();
    for (var gateway : GatewayObjects.gateways(objects).keySet()) {
      addresses.put(gateway, address(pods.size() + addresses.size()));
    }
    return addresses;
  }

  private static String address(int number) {
    return "10.244.%d.%d".formatted(number / 250, number % 250 + 2);
  }

  private static List<Finding> findings(Collection<ObjectStatus> statuses) {
    return statuses.stream().flatMap(status -> status.findings().stream()).toList();
  }

  private static Pod running(Pod pod, int number) {
    var address = address(number);
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase("Running")
        .withPodIP(address)
        .withPodIPs(new PodIP(address), new PodIP(PODS.address(number + 2)))
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withLastTransitionTime(NOW.toString())
        .endCondition()
        .endStatus()
        .build();
  }

  private static ObjectName nameOf(Pod pod) {
    var metadata = pod.getMetadata();
    return Kind.POD.named(metadata.getNamespace(), metadata.getName());
  }
}
