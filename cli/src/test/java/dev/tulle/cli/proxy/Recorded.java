package dev.tulle.cli.proxy;

import dev.tulle.cli.status.Snapshots;
import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.cli.status.StatusSnapshot.Item;
import dev.tulle.cli.status.StatusSnapshot.Pod;
import dev.tulle.cli.status.StatusSnapshot.PodProxy;
import dev.tulle.cli.status.StatusSnapshot.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an Envoy 1.40.0 said on its admin page that had listeners, routes, clusters and endpoints
/// of each kind, and the folder that they would come from.
public final class Recorded {

  private Recorded() {}

  public static ConfigDump configuration() {
    return new ConfigDump(json("config_dump.json"));
  }

  public static List<EndpointRow> endpoints() {
    return EndpointRow.of(json("clusters.json"), configuration(), names());
  }

  /// As a pod of the namespace `default` says them.
  public static KnownNames names() {
    return new KnownNames(status(), "default");
  }

  static StatusSnapshot status() {
    var hello = Snapshots.hello(3);
    return new StatusSnapshot(
        hello.schema(),
        hello.instance(),
        hello.folder(),
        hello.controlPlane(),
        hello.gateways(),
        hello.workloads(),
        List.of(pod("default", "backend-0", "127.0.0.1"), pod("shop", "backend-1", "10.1.0.3")),
        List.of(
            new Service("default", "backend", "10.96.0.7", "", List.of("80/TCP"), 2, 3, List.of()),
            new Service(
                "shop", "db", "10.96.0.9", "", List.of("53/UDP", "5432/TCP"), 0, 0, List.of())),
        List.of(
            item("Service", "default", "backend", "backend.yaml", 2),
            item("Service", "shop", "db", "db.yaml", 14),
            item("Ingress", "default", "shop", "shop.yaml", 0)),
        hello.proxies(),
        hello.warnings());
  }

  private static Item item(String kind, String namespace, String name, String file, int line) {
    return new Item(kind, namespace, name, file, line, List.of());
  }

  private static Pod pod(String namespace, String name, String address) {
    return new Pod(
        namespace, name, address, "Running", true, 0, Snapshots.START, "", "", PodProxy.NONE);
  }

  private static JsonNode json(String file) {
    try (var in = Recorded.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new AssertionError("there is no resource " + file);
      }
      return JsonMapper.shared().readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
