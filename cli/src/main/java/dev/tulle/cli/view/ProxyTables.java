package dev.tulle.cli.view;

import dev.tulle.cli.proxy.ClusterRow;
import dev.tulle.cli.proxy.EndpointRow;
import dev.tulle.cli.proxy.ListenerRow;
import dev.tulle.cli.proxy.ProxyRow;
import dev.tulle.cli.proxy.RouteRow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What proxies have, as the tables of `tulle proxy`. Wide ones also have Envoy's own names, and
/// what is seldom asked for.
public final class ProxyTables {

  private static final long MEBIBYTE = 1024 * 1024;

  private ProxyTables() {}

  public static List<String> proxies(List<ProxyRow> rows, boolean wide) {
    var table =
        table(
            wide,
            List.of(
                "PROXY",
                "NAMESPACE",
                "KIND",
                "PID",
                "ENVOY",
                "READY",
                "CONNECTED",
                "CONFIGURATION",
                "MEMORY"),
            List.of("STATE", "HEAP"));
    for (var it : rows) {
      row(
          table,
          wide,
          List.of(
              it.name(),
              it.namespace(),
              it.kind(),
              it.pid() == 0 ? "" : Long.toString(it.pid()),
              it.version(),
              ready(it),
              yes(it.served().connected()),
              it.configuration(),
              memory(it.residentBytes())),
          List.of(it.state(), memory(it.heapBytes())));
    }
    return table.lines();
  }

  /// Nothing of a client without an Envoy, which needs to be no more than there.
  private static String ready(ProxyRow row) {
    if (row.pid() == 0 && row.trouble().isEmpty()) {
      return "";
    }
    return row.trouble().isEmpty() ? yes(row.ready()) : "no: " + row.trouble();
  }

  public static List<String> listeners(List<ListenerRow> rows, boolean wide) {
    var table =
        table(
            wide,
            List.of("LISTENER", "ADDRESS", "PROTOCOL", "MATCH", "TO", "OBJECT"),
            List.of("STATE", "NAME IN ENVOY"));
    for (var it : rows) {
      row(
          table,
          wide,
          List.of(
              it.name() + inState(it.state()),
              String.join(",", it.addresses()),
              it.protocol(),
              it.match(),
              it.to(),
              it.origin().toString()),
          List.of(it.state(), it.resource()));
    }
    return table.lines();
  }

  public static List<String> routes(List<RouteRow> rows, boolean wide) {
    var table =
        table(wide, List.of("ROUTES", "HOST", "PATH", "TO", "OBJECT"), List.of("NAME IN ENVOY"));
    for (var it : rows) {
      row(
          table,
          wide,
          List.of(
              it.table(), String.join(",", it.hosts()), it.path(), it.to(), it.origin().toString()),
          List.of(it.resource()));
    }
    return table.lines();
  }

  public static List<String> clusters(List<ClusterRow> rows, boolean wide) {
    var table =
        table(
            wide,
            List.of("CLUSTER", "KIND", "BALANCING", "HEALTHY", "OBJECT"),
            List.of("STATE", "NAME IN ENVOY"));
    for (var it : rows) {
      row(
          table,
          wide,
          List.of(
              it.name() + inState(it.state()),
              it.kind(),
              it.balancing(),
              it.healthy() + "/" + it.endpoints(),
              it.origin().toString()),
          List.of(it.state(), it.resource()));
    }
    return table.lines();
  }

  public static List<String> endpoints(List<EndpointRow> rows, boolean wide) {
    var table =
        table(
            wide,
            List.of(
                "CLUSTER",
                "ADDRESS",
                "POD",
                "HEALTH",
                "ZONE",
                "CONNECTIONS",
                "REQUESTS",
                "FAILED",
                "OBJECT"),
            List.of(
                "PRIORITY",
                "WEIGHT",
                "CONNECTIONS IN ALL",
                "REQUESTS IN ALL",
                "FAILED CONNECTIONS",
                "FAILED REQUESTS"));
    for (var it : rows) {
      var traffic = it.traffic();
      row(
          table,
          wide,
          List.of(
              it.cluster(),
              it.address(),
              it.pod(),
              it.health(),
              it.zone(),
              Long.toString(traffic.connections()),
              Long.toString(traffic.requests()),
              failed(traffic),
              it.origin().toString()),
          List.of(
              Integer.toString(it.priority()),
              Integer.toString(it.weight()),
              Long.toString(traffic.connectionsInAll()),
              Long.toString(traffic.requestsInAll()),
              Long.toString(traffic.failedConnections()),
              Long.toString(traffic.failedRequests())));
    }
    return table.lines();
  }

  private static String failed(EndpointRow.Traffic traffic) {
    var failed =
        Stream.of(
                counted(traffic.failedConnections(), "connection"),
                counted(traffic.failedRequests(), "request"))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return failed.isEmpty() ? "0" : failed;
  }

  /// Empty where there is none.
  private static String counted(long number, String what) {
    return number == 0 ? "" : number + " " + what + (number == 1 ? "" : "s");
  }

  private static Table table(boolean wide, List<String> headings, List<String> more) {
    return new Table(cells(wide, headings, more));
  }

  private static void row(Table table, boolean wide, List<String> cells, List<String> more) {
    table.row(cells(wide, cells, more));
  }

  private static String[] cells(boolean wide, List<String> always, List<String> more) {
    var cells = new ArrayList<>(always);
    if (wide) {
      cells.addAll(more);
    }
    return cells.toArray(String[]::new);
  }

  private static String inState(String state) {
    return state.equals("active") ? "" : " (" + state + ")";
  }

  private static String yes(boolean value) {
    return value ? "yes" : "no";
  }

  private static String memory(long bytes) {
    return bytes == 0 ? "" : Math.max(1, Math.round((double) bytes / MEBIBYTE)) + " MiB";
  }
}
