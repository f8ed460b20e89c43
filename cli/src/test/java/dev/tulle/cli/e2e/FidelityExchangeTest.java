package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Exchanges of HTTP/1 in which client and server take turns: what each sends reaches the other
/// before it sends more.
@EndToEnd
@ExtendWith(FidelityMesh.Shared.class)
class FidelityExchangeTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  private static final Duration AT_ONCE = Duration.ofMillis(500);
  private static final String EXPECTING =
      """
      POST / HTTP/1.1\r
      Host: one\r
      Expect: 100-continue\r
      Content-Length: 4\r
      \r
      """;

  private final FidelityMesh mesh;

  FidelityExchangeTest(FidelityMesh mesh) {
    this.mesh = mesh;
  }

  /// It is the server that says 100, and only after it has seen the headers.
  @Test
  void a100ContinueComesFromTheServer() throws Exception {
    var got =
        mesh.same(
            way -> {
              way.http()
                  .follows(
                      (head, talk) -> {
                        talk.send("HTTP/1.1 100 Continue\r\n\r\n");
                        way.http().saw(talk.body(head));
                        talk.send(OK);
                      });
              try (var talk = way.call("one", 80)) {
                talk.send(EXPECTING);
                int first = talk.head().status();
                talk.send("body");
                var answer = talk.answer("POST");
                return List.of(first, answer.body(), way.http().seen().getFirst().body());
              }
            });
    assertThat(got).startsWith(100).endsWith("body");
  }

  @Test
  void aServerMayRefuseWhatIsExpected() throws Exception {
    var got =
        mesh.same(
            way -> {
              way.http()
                  .follows(
                      (head, talk) -> {
                        way.http().saw(head);
                        talk.send(
                            "HTTP/1.1 417 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                        talk.close();
                      });
              try (var talk = way.call("one", 80)) {
                talk.send(EXPECTING);
                return talk.head().status();
              }
            });
    assertThat(got).isEqualTo(417);
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "WebSocket"})
  void aWebSocketIsABareConnection(String token) throws Exception {
    var got =
        mesh.same(
            way -> {
              way.http().follows((head, talk) -> upgrade(way, head, talk));
              try (var talk = way.call("one", 80)) {
                talk.send(upgrading(token));
                var answer = talk.answer("GET");
                var said = talk.bytes(6);
                talk.send("ping!");
                long began = System.nanoTime();
                return List.of(
                    way.gotWithMesh(way.http().seen().getFirst(), answer),
                    said,
                    talk.bytes(5),
                    talk.rest(),
                    way.http().seen(),
                    System.nanoTime() - began < AT_ONCE.toNanos());
              }
            });
    assertThat(got.subList(1, 4)).isEqualTo(List.of("server", "ping!", "bye"));
  }

  static String upgrading(String token) {
    return HttpMessage.text(
        "GET /chat HTTP/1.1",
        "Host: one",
        "Upgrade: " + token,
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13");
  }

  static void upgrade(Way way, HttpMessage head, Talk talk) throws IOException {
    way.http().saw(way.seenWithMesh(head));
    talk.send(
        HttpMessage.text(
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: " + head.header("upgrade").orElse(""),
            "Connection: Upgrade"));
    talk.send("server"); // who speaks first does not matter
    talk.send(talk.bytes(5) + "bye");
    talk.close();
  }

  @Test
  void piecesOfBodiesArePassedOnAsTheyCome() throws Exception {
    mesh.same(
        way -> {
          way.http()
              .follows(
                  (head, talk) -> {
                    way.http().saw(head);
                    talk.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < 5; i++) {
                      // a chunk of the request, and one of the answer for it
                      assertThat(talk.line()).isEqualTo("3");
                      talk.send("4\r\n" + talk.line() + i + "\r\n");
                    }
                    talk.line();
                    talk.line();
                    talk.send("0\r\n\r\n");
                  });
          try (var talk = way.call("one", 80)) {
            talk.send("POST / HTTP/1.1\r\nHost: one\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(talk.head().status()).isEqualTo(200);
            var got = new StringBuilder();
            for (int i = 0; i < 5; i++) {
              talk.send("3\r\nabc\r\n");
              talk.line();
              got.append(talk.line());
            }
            talk.send("0\r\n\r\n");
            return got + talk.line();
          }
        });
  }

  /// Nothing ends what takes longer than Envoy's own 15 seconds.
  @Test
  void anAnswerMayTakeItsTime() throws Exception {
    var ways = mesh.ways();
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(16);
    for (var way : ways) {
      way.http()
          .follows(
              (_, talk) -> {
                LockSupport.parkNanos(end - System.nanoTime());
                talk.send(OK);
              });
    }
    var talks = new ArrayList<Talk>();
    for (var way : ways) {
      var talk = way.call("one", 80);
      talk.send("GET / HTTP/1.1\r\nHost: one\r\n\r\n");
      talks.add(talk);
    }
    for (var talk : talks) {
      assertThat(talk.answer("GET").body()).isEqualTo("hi");
      assertThat(System.nanoTime()).isGreaterThan(end);
      talk.close();
    }
  }

  @Test
  void anAnswerMayComeBeforeTheRequestIsWhole() throws Exception {
    mesh.same(
        way -> {
          way.http()
              .follows(
                  (head, talk) -> {
                    way.http().saw(head);
                    talk.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
                    way.http().saw(talk.body(head));
                  });
          try (var talk = way.call("one", 80)) {
            talk.send("POST / HTTP/1.1\r\nHost: one\r\nContent-Length: 8\r\n\r\nfour");
            return talk.answer("POST").body();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"102 Processing", "103 Early Hints"})
  void interimAnswersPass(String interim) throws Exception {
    var got =
        mesh.same(
            way -> {
              way.http().answers("HTTP/1.1 " + interim + "\r\nLink: </a>\r\n\r\n" + OK);
              try (var talk = way.call("one", 80)) {
                talk.send("GET / HTTP/1.1\r\nHost: one\r\n\r\n");
                var first = talk.head();
                return List.of(first.first(), first.headers(), talk.answer("GET").body());
              }
            });
    assertThat(got.getFirst()).isEqualTo("HTTP/1.1 " + interim);
  }

  /// An old client reads until the connection ends, and that is at once.
  @Test
  void whatEndsWithItsConnectionEndsAtOnce() throws Exception {
    mesh.same(
        way -> {
          way.http().answers("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall");
          long began = System.nanoTime();
          try (var talk = way.call("one", 80)) {
            talk.send("GET / HTTP/1.0\r\nHost: one\r\n\r\n");
            var body = talk.answer("GET").body();
            return body + (System.nanoTime() - began < AT_ONCE.toNanos());
          }
        });
  }
}
