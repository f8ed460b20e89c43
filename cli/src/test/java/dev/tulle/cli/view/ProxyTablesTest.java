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

    assertThat(text(ProxyTables.listeners(rows, false)))
        .isEqualTo(
            """
            LISTENER      ADDRESS                        PROTOCOL  MATCH                        TO                                        OBJECT
            [fd00::7]:80  [fd00::7]:80                   HTTP      -                            routes outbound                           Service default/backend (backend.yaml:2)
            backend:80    10.96.0.7:80                   HTTP      -                            routes outbound                           Service default/backend (backend.yaml:2)
            db.shop:5432  10.96.0.9:5432,[fd00::9]:5432  TCP       -                            cluster db.shop:5432 75%, backend:80 25%  Service shop/db (db.yaml:14)
            edge          127.0.0.1:8443                 HTTPS     a.example.com,b.example.com  routes edge                               Ingress default/shop (shop.yaml)
            edge          127.0.0.1:8443                 TLS       c.example.com                cluster db.shop:5432                      Ingress default/other
            inbound       0.0.0.0:15006                  TCP       port 15006                   closed                                    built in
            inbound       0.0.0.0:15006                  HTTP      port 8080                    routes inbound                            built in
            inbound       0.0.0.0:15006                  TCP       -                            cluster inbound                           built in
            outbound      0.0.0.0:15001                  TCP       port 15001                   closed                                    built in
            outbound      0.0.0.0:15001                  TCP       -                            cluster passthrough                       built in
            """);
  }

  @Test
  void routesSayWhereARequestGoes() {
    var rows = RouteRow.of(Recorded.configuration(), Recorded.names());

    assertThat(text(ProxyTables.routes(rows, false)))
        .isEqualTo(
            """
            ROUTES    HOST                         PATH                   TO                                       OBJECT
            edge      a.example.com,b.example.com  /old                   redirects to https new.example.com /new  Ingress default/shop (shop.yaml)
            edge      a.example.com,b.example.com  /api/* with x-version  backend:80 90%, db.shop:5432 10%         Ingress default/shop (shop.yaml)
            edge      a.example.com,b.example.com  ~/v[0-9]+              answers 500                              Ingress default/other
            edge      a.example.com,b.example.com  /*                     backend:80                               Ingress default/shop (shop.yaml)
            inbound   *                            /*                     inbound                                  built in
            outbound  *                            /*                     what was dialled                         built in
            """);
  }

  @Test
  void clustersSayHowManyEndpointsAreHealthy() {
    var rows = ClusterRow.of(Recorded.configuration(), Recorded.endpoints(), Recorded.names());

    assertThat(text(ProxyTables.clusters(rows, false)))
        .isEqualTo(
            """
            CLUSTER       KIND          BALANCING         HEALTHY  OBJECT
            [fd00::7]:80  EDS           least request     0/0      Service default/backend (backend.yaml:2)
            backend:80    EDS           least request     2/3      Service default/backend (backend.yaml:2)
            db.shop:5432  EDS           ring hash         0/0      Service shop/db (db.yaml:14)
            inbound       ORIGINAL_DST  cluster provided  0/0      built in
            passthrough   ORIGINAL_DST  cluster provided  0/0      built in
            """);
  }

  @Test
  void endpointsSayWhoseTheyAreAndHowTheyFare() {
    assertThat(text(ProxyTables.endpoints(Recorded.endpoints(), false)))
        .isEqualTo(
            """
            CLUSTER     ADDRESS          POD             HEALTH    ZONE  CONNECTIONS  REQUESTS  FAILED                   OBJECT
            backend:80  127.0.0.1:19001  backend-0       healthy   z1    0            0         1 connection, 1 request  Service default/backend (backend.yaml:2)
            backend:80  10.1.0.3:8080    backend-1.shop  draining  z1    0            0         0                        Service default/backend (backend.yaml:2)
            backend:80  [fd00::5]:8080   -               healthy   z2    0            0         0                        Service default/backend (backend.yaml:2)
            """);
  }

  @Test
  void wideTablesHaveEnvoysOwnNames() {
    var rows = ListenerRow.of(Recorded.configuration(), Recorded.names());

    assertThat(ProxyTables.listeners(rows, true))
        .filteredOn(line -> line.startsWith("backend:80"))
        .singleElement()
        .asString()
        .endsWith("active  outbound");
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
                new ProxyRow.Served(true, true, -1, List.of("edge: no such cluster"))),
            new ProxyRow(
                "caller", "default", "grpc", 0, "", "", false, "", served(false, -1), 0, 0));

    assertThat(text(ProxyTables.proxies(rows, false)))
        .isEqualTo(
            """
            PROXY    NAMESPACE  KIND     PID   ENVOY   READY                              CONNECTED  CONFIGURATION                   MEMORY
            ingress  -          gateway  4711  1.40.0  yes                                yes        up to date                      67 MiB
            web      default    sidecar  4711  1.40.0  yes                                yes        pending for 320 ms              67 MiB
            db       default    sidecar  4711  1.40.0  no: Envoy has been silent for 5 s  no         not connected                   67 MiB
            api      default    sidecar  4711  1.40.0  yes                                yes        refused: edge: no such cluster  67 MiB
            caller   default    grpc     -     -       -                                  no         connects with its first call    -
            """);
    assertThat(rows).extracting(ProxyRow::inOrder).containsExactly(true, true, false, false, true);
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
