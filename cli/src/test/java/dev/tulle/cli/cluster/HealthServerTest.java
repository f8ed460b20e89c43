package dev.tulle.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.server.stream.Counters;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What kubelets and Prometheus are answered.
final class HealthServerTest {

  private final AtomicReference<Optional<String>> notReady =
      new AtomicReference<>(Optional.of("ingresses"));

  private HttpResponse<String> get(HealthServer server, String path, String accept)
      throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + path);
      var request = HttpRequest.newBuilder(uri).header("Accept", accept).build();
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private HealthServer server() throws Exception {
    var xds = new Counters.Snapshot(9, 8, 7, 6, 5, 4, 3, 2, 1);
    var figures = new Metrics.Figures(xds, 12, 0, 2, true, 40);
    return new HealthServer(0, new HealthServer.Answers(notReady::get, () -> Metrics.of(figures)));
  }

  @Test
  void itIsReadyWhenNothingIsWaitedFor() throws Exception {
    try (var server = server()) {
      assertThat(get(server, "/healthz", "*/*").statusCode()).isEqualTo(200);
      var waiting = get(server, "/readyz", "*/*");
      assertThat(waiting.statusCode()).isEqualTo(503);
      assertThat(waiting.body()).isEqualTo("waiting for ingresses\n");
      notReady.set(Optional.empty());
      assertThat(get(server, "/readyz", "*/*").statusCode()).isEqualTo(200);
      assertThat(get(server, "/elsewhere", "*/*").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void metricsComeInTheFormThatIsAskedFor() throws Exception {
    try (var server = server()) {
      var text = get(server, "/metrics", "text/plain");
      assertThat(text.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
      assertThat(text.body())
          .contains(
              """
              # HELP tulle_leader Whether this replica writes statuses.
              # TYPE tulle_leader gauge
              tulle_leader 1.0
              """)
          .contains("# TYPE tulle_xds_refused_total counter\ntulle_xds_refused_total 4.0\n")
          .contains("\ntulle_statuses_written_total 40.0\n")
          .doesNotContain("# EOF");
      var open = get(server, "/metrics", "application/openmetrics-text;version=1.0.0");
      assertThat(open.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/openmetrics-text");
      assertThat(open.body()).endsWith("# EOF\n");
    }
  }
}
