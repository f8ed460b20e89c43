package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the gateway makes of headers that a client sends to steer it.
@EndToEnd
class EdgeTest {

  private static final String ECHO =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: echo
      spec:
        selector:
          matchLabels:
            app: my-app
        template:
          metadata:
            labels:
              app: my-app
          spec:
            containers:
              - name: echo
                image: none
                readinessProbe:
                  tcpSocket:
                    port: 9376
                command: ["python3", "-c"]
                args:
                  - |
                    import http.server
                    class Echo(http.server.BaseHTTPRequestHandler):
                        def do_GET(self):
                            body = str(self.headers).lower().encode()
                            self.send_response(200)
                            self.send_header("Content-Length", str(len(body)))
                            self.end_headers()
                            self.wfile.write(body)
                    http.server.ThreadingHTTPServer(("", 9376), Echo).serve_forever()
      """;

  private final Folder folder = Folder.empty("edge");
  private final Tulle tulle = Tulle.on(folder);

  EdgeTest() throws IOException {}

  @AfterEach
  void end() throws Exception {
    tulle.close();
    folder.close();
  }

  @Test
  void aClientOfThisMachineIsTrustedNoMoreThanAnyOther() throws Exception {
    folder.save("echo.yaml", ECHO);
    folder.save("service.yaml", Yaml.service("echo"));
    folder.save("ingress.yaml", Yaml.ingress("echo", Tulle.HOST, "echo"));
    tulle.up();
    tulle.awaitAnswer(Tulle.HOST);

    var seen = sent("x-seen: yes", "x-envoy-internal: true", "x-envoy-original-path: /elsewhere");

    assertThat(seen).contains("x-seen: yes").contains("x-forwarded-for");
    assertThat(seen).doesNotContain("x-envoy-internal", "x-envoy-original-path");
  }

  private String sent(String... headers) throws IOException {
    var request =
        "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n\r\n"
            .formatted(Tulle.HOST, String.join("\r\n", headers));
    try (var socket = Connection.plain(tulle.gateway())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
