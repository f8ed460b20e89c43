package dev.tulle.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.proxy.ClusterRow;
import dev.tulle.cli.proxy.ListenerRow;
import dev.tulle.cli.proxy.ProxyRow;
import dev.tulle.cli.proxy.Recorded;
import dev.tulle.cli.proxy.RouteRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a real Envoy said, as people read it.
class ProxyTablesTest {

  @Test
  void listenersSayWhatBecomesOfAConnection() {
    var rows = ListenerRow.of(Recorded.configuration(), Recorded.names());

    assertThat(text(ProxyTables.listeners(rows, false))).isEqualTo("");
  }

  @Test
  void routesSayWhereARequestGoes() {
    var rows = RouteRow.of(Recorded.configuration(), Recorded.names());

    assertThat(text(ProxyTables.routes(rows, false))).isEqualTo("");
  }

  @Test
  void clustersSayHowManyEndpointsAreHealthy() {
    var rows = ClusterRow.of(Recorded.configuration(), Recorded.endpoints(), Recorded.names());

    assertThat(text(ProxyTables.clusters(rows, false))).isEqualTo("");
  }

  @Test
  void endpointsSayWhoseTheyAreAndHowTheyFare() {
    assertThat(text(ProxyTables.endpoints(Recorded.endpoints(), false))).isEqualTo("");
  }

  @Test
  void wideTablesHaveEnvoysOwnNames() {
    var rows = ListenerRow.of(Recorded.configuration(), Recorded.names());

    assertThat(ProxyTables.listeners(rows, true))
        .filteredOn(line -> line.startsWith("backend:80"))
        .singleElement()
        .asString()
        .endsWith("active  service/default/backend/80");
  }

  @Test
  void proxiesSayWhatIsWrongWithThem() {
    var rows =
        List.of(
            proxy("ingress", "gateway", "", served(true, -1)),
            proxy("web", "sidecar", "", served(true, 320)),
            proxy("db", "sidecar", "Envoy has been silent for 5 s", served(false, -1)),
            proxy(
                "api",
                "sidecar",
                "",
                new ProxyRow.Served(true, true, -1, List.of("edge: no such cluster"))));

    assertThat(text(ProxyTables.proxies(rows, false))).isEqualTo("");
    assertThat(rows).extracting(ProxyRow::inOrder).containsExactly(true, true, false, false);
  }

  private static ProxyRow.Served served(boolean connected, long pending) {
    return new ProxyRow.Served(connected, true, pending, List.of());
  }

  private static ProxyRow proxy(String name, String kind, String trouble, ProxyRow.Served served) {
    boolean ready = trouble.isEmpty();
    return new ProxyRow(
        name,
        kind.equals("gateway") ? "" : "default",
        kind,
        4711,
        "1.40.0",
        ready ? "live" : "",
        ready,
        trouble,
        served,
        70_000_000,
        6_000_000);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
