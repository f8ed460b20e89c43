package dev.tulle.cli.proxy;

import dev.tulle.cli.local.proxy.EnvoyProcess;
import dev.tulle.cli.status.StatusSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// How one proxy is: what its Envoy says of itself, and what the control plane says of it. `pid` is
/// 0 where no process runs, `trouble` says why an Envoy does not answer, and of what is not known
/// texts are empty and numbers 0. Clients that speak xDS themselves have no Envoy to ask.
public record ProxyRow(
    String name,
    String namespace,
    String kind,
    long pid,
    String version,
    String state,
    boolean ready,
    String trouble,
    Served served,
    long residentBytes,
    long heapBytes) {

  private static final String GRPC = "grpc";

  /// What the control plane knows of it. `pendingMillis` is the age of the oldest thing that it has
  /// not answered, or -1; `refused` is what it said about what it does not take.
  public record Served(
      boolean connected, boolean controlPlaneRuns, long pendingMillis, List<String> refused) {

    public Served {
      refused = List.copyOf(refused);
    }

    /// In a few words.
    @Override
    public String toString() {
      if (!controlPlaneRuns) {
        return "the control plane does not run";
      }
      if (!connected) {
        return "not connected";
      }
      if (!refused.isEmpty()) {
        return "refused: " + String.join("; ", refused);
      }
      return pendingMillis >= 0 ? "pending for " + pendingMillis + " ms" : "up to date";
    }
  }

  /// Of all proxies; clients that are connected and belong to no pod come last.
  public static List<ProxyRow> all(List<RunningProxy> proxies, StatusSnapshot status)
      throws IOException {
    var rows = new ArrayList<ProxyRow>();
    var known = new HashSet<String>();
    for (var proxy : proxies) {
      var node =
          proxy.bootstrap().map(json -> json.path("node").path("id").asString("")).orElse("");
      known.add(node);
      rows.add(of(proxy, served(status, node)));
    }
    for (var client : status.proxies()) {
      if (known.add(client.name())) {
        rows.add(withoutEnvoy(client.name(), "", served(status, client.name())));
      }
    }
    return rows;
  }

  /// What it has been sent and has taken, in a few words.
  public String configuration() {
    return kind.equals(GRPC) && served.controlPlaneRuns() && !served.connected()
        ? "connects with its first call"
        : served.toString();
  }

  /// Whether nothing stands between it and what the folder says. A client that speaks xDS itself
  /// connects when it makes its first call, and not before.
  public boolean inOrder() {
    boolean answers = kind.equals(GRPC) || (ready && served.connected());
    return served.controlPlaneRuns() && served.refused().isEmpty() && answers;
  }

  private static ProxyRow of(RunningProxy proxy, Served served) throws IOException {
    return switch (proxy.kind()) {
      case GRPC -> withoutEnvoy(proxy.name(), proxy.namespace(), served);
      case GATEWAY, SIDECAR -> asked(proxy, served);
    };
  }

  private static ProxyRow withoutEnvoy(String name, String namespace, Served served) {
    return new ProxyRow(name, namespace, GRPC, 0, "", "", served.connected(), "", served, 0, 0);
  }

  private static ProxyRow asked(RunningProxy proxy, Served served) throws IOException {
    var process = EnvoyProcess.leftBehind(proxy.directory());
    long pid = process == null ? 0 : process.pid();
    var kind = proxy.kind().name().toLowerCase(Locale.ROOT);
    try {
      var server = proxy.admin().json("/server_info");
      var memory = proxy.admin().json("/memory");
      var state = server.path("state").asString("");
      return new ProxyRow(
          proxy.name(),
          proxy.namespace(),
          kind,
          pid,
          version(server),
          ConfigDump.words(state),
          state.equals("LIVE"),
          "",
          served,
          resident(pid),
          memory.path("allocated").asLong(0));
    } catch (IOException e) {
      var why = pid == 0 ? "it does not run" : String.valueOf(e.getMessage());
      return new ProxyRow(
          proxy.name(), proxy.namespace(), kind, pid, "", "", false, why, served, resident(pid), 0);
    }
  }

  /// Envoy says `REVISION/1.40.0/Clean/RELEASE/BoringSSL`.
  private static String version(JsonNode server) {
    var parts = server.path("version").asString("").split("/", -1);
    return parts.length > 1 ? parts[1] : parts[0];
  }

  /// The memory of the machine that a process has; 0 where it is gone.
  private static long resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /// A client may have several streams.
  private static Served served(StatusSnapshot status, String node) {
    var streams = status.proxies().stream().filter(it -> it.name().equals(node)).toList();
    boolean runs = status.controlPlane().state() != StatusSnapshot.State.STOPPED;
    return new Served(
        runs && streams.stream().anyMatch(StatusSnapshot.Proxy::connected),
        runs,
        streams.stream().mapToLong(StatusSnapshot.Proxy::pendingMillis).max().orElse(-1),
        streams.stream().flatMap(it -> it.rejected().stream()).distinct().toList());
  }
}
