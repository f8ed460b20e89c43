package dev.tulle.cli.proxy;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.proxy.AdminSocket;
import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.core.name.ObjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A proxy of a running folder, or a pod whose programs are configured as one: whose it is, and
/// where what belongs to it is kept. `namespace` is empty for the gateway.
public record RunningProxy(String name, String namespace, Kind kind, Path directory) {

  /// How the gateway is called on command lines.
  public static final String INGRESS = "ingress";

  public enum Kind {
    GATEWAY,
    SIDECAR,
    /// No Envoy: the pod's programs speak xDS themselves.
    GRPC
  }

  public static RunningProxy gateway(Instance instance) {
    return new RunningProxy(INGRESS, "", Kind.GATEWAY, instance.gatewayProxy());
  }

  /// Nothing where the pod is not in the mesh.
  public static Optional<RunningProxy> of(Instance instance, ObjectName pod) throws IOException {
    var directory = instance.podProxy(pod);
    var bootstrap = read(directory);
    return bootstrap.map(
        json ->
            new RunningProxy(
                pod.name(),
                pod.namespace(),
                json.has("xds_servers") ? Kind.GRPC : Kind.SIDECAR,
                directory));
  }

  /// The gateway, and those of pods that have not ended, in the order of the status.
  public static List<RunningProxy> all(Instance instance, StatusSnapshot status)
      throws IOException {
    var all = new ArrayList<RunningProxy>();
    all.add(gateway(instance));
    for (var pod : status.pods()) {
      if (!pod.ended()) {
        of(instance, new ObjectName("Pod", pod.namespace(), pod.name())).ifPresent(all::add);
      }
    }
    return all;
  }

  public AdminSocket admin() {
    return new AdminSocket(directory.resolve("admin.sock"));
  }

  /// What it was started with; nothing where it never was.
  public Optional<JsonNode> bootstrap() throws IOException {
    return read(directory);
  }

  private static Optional<JsonNode> read(Path directory) throws IOException {
    var file = directory.resolve("bootstrap.json");
    try {
      return Optional.of(JsonMapper.shared().readTree(Files.readString(file)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (JacksonException e) {
      throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
