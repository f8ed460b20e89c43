package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.StatusSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An endpoint that takes no connections costs nothing, although it is the least busy of all: what
/// fails there goes to another one. So it is when a pod's sidecar or program is killed.
@EndToEnd
class AwayEndpointTest {

  private static final String MANY_AT_ONCE =
      """
      import concurrent.futures, sys, urllib.request

      def ask(_):
          try:
              return urllib.request.urlopen("http://half:" + sys.argv[1]).status == 204
          except OSError:
              return False

      with concurrent.futures.ThreadPoolExecutor(8) as clients:
          print(sum(clients.map(ask, range(80))), "of 80")
      """;

  @Test
  void requestsAndConnectionsGoToTheOtherEndpoint() throws Exception {
    try (var folder = Folder.empty("away");
        var tulle = Tulle.on(folder)) {
      folder.save("away.yaml", FidelityMesh.resource("e2e/away.yaml"));
      tulle.up();
      tulle.awaitPods(3);
      folder.save(
          "slice.yaml",
          """
          apiVersion: discovery.k8s.io/v1
          kind: EndpointSlice
          metadata:
            name: half
            labels:
              kubernetes.io/service-name: half
          addressType: IPv4
          ports:
            - name: http
              port: 8080
            - name: raw
              port: 8080
          endpoints:
            - addresses: [%s]
            - addresses: [%s]
          """
              .formatted(address(tulle, "slow"), address(tulle, "away")));
      tulle.awaitStatus(
          "both endpoints",
          status ->
              Tulle.settled(status)
                  && status.services().stream().anyMatch(service -> service.ready() == 2));
      // requests, and connections of which the mesh knows no more
      for (var port : List.of("80", "81")) {
        var asked = tulle.exec("client", "python3", "-c", MANY_AT_ONCE, port);
        assertThat(asked.out().strip()).as(port + " " + asked.err()).isEqualTo("80 of 80");
      }
    }
  }

  private static String address(Tulle tulle, String pod) {
    return tulle.status().orElseThrow().pods().stream()
        .filter(it -> it.name().equals(pod))
        .map(StatusSnapshot.Pod::ip)
        .findFirst()
        .orElseThrow();
  }
}
