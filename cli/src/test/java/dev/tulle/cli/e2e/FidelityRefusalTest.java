package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the mesh does not pass on as it is: each is documented in `docs/mesh.md` under "What
/// differs", and shown here with and without it.
@EndToEnd
@ExtendWith(FidelityMesh.Shared.class)
class FidelityRefusalTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  private final FidelityMesh mesh;

  FidelityRefusalTest(FidelityMesh mesh) {
    this.mesh = mesh;
  }

  private void assertAnswered(String request, int with) throws Exception {
    for (var way : mesh.ways()) {
      var exchange = way.exchange(request, OK);
      boolean passes = way.isPlain() || with == 200;
      assertThat(exchange.got().status()).as("%s", way).isEqualTo(passes ? 200 : with);
      assertThat(exchange.seen()).as("%s", way).hasSize(passes ? 1 : 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nX-Header: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: \u00e4\r\n\r\n",
        "GET /a?b#c HTTP/1.1\r\nHost: one\r\n\r\n",
      })
  void whatHttpDoesNotAllowIsABadRequest(String request) throws Exception {
    assertAnswered(request, 400);
  }

  @Test
  void optionsOfTheServerItselfAreNotFound() throws Exception {
    assertAnswered("OPTIONS * HTTP/1.1\r\nHost: one\r\n\r\n", 404);
  }

  @Test
  void anUpgradeToSomethingUnknownIsForbidden() throws Exception {
    assertAnswered(FidelityExchangeTest.upgrading("own-protocol/1"), 403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://one/path?q=1", "http://elsewhere.example/path"})
  void theAbsoluteFormBecomesTheOrdinaryOne(String target) throws Exception {
    var parts = target.split("/", 4);
    for (var way : mesh.ways()) {
      var exchange = way.exchange("GET " + target + " HTTP/1.1\r\nHost: one\r\n\r\n", OK);
      assertThat(exchange.got().body()).isEqualTo("hi");
      var seen = exchange.seen().getFirst();
      if (!way.isPlain()) {
        assertThat(seen.first()).isEqualTo("GET /" + parts[3] + " HTTP/1.1");
        assertThat(seen.header("host")).contains(parts[2]);
      }
    }
  }

  @Test
  void http10WithoutAHostGetsTheServicesName() throws Exception {
    for (var way : mesh.ways()) {
      var exchange = way.exchange("GET / HTTP/1.0\r\n\r\n", OK);
      assertThat(exchange.got().body()).isEqualTo("hi");
      assertThat(exchange.seen().getFirst().header("host").isPresent())
          .as("%s", way)
          .isEqualTo(!way.isPlain());
    }
  }

  /// The server's answer reaches the client on all ways; on what follows the ways part.
  @Test
  void aConnectionThatIsHalfDoneIsClosedAfterTheAnswer() throws Exception {
    for (var way : mesh.ways()) {
      way.http().answers("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
      try (var talk = way.call("one", 80)) {
        talk.send(FidelityExchangeTest.upgrading("websocket"));
        var answer = talk.answer("GET");
        assertThat(answer.status()).as("%s", way).isEqualTo(403);
        assertThat(answer.isLast()).as("%s", way).isEqualTo(!way.isPlain());
      }
    }
  }

  /// Without the mesh nothing comes, with it 503: not 200, and the request is not sent again.
  @Test
  void aServerThatResetsBeforeItAnswersIsUnavailable() throws Exception {
    for (var way : mesh.ways()) {
      way.http()
          .follows(
              (head, talk) -> {
                way.http().saw(head);
                talk.reset();
              });
      try (var talk = way.call("one", 80)) {
        talk.send("POST / HTTP/1.1\r\nHost: one\r\nContent-Length: 0\r\n\r\n");
        assertThat(status(talk)).as("%s", way).isEqualTo(way.isPlain() ? 0 : 503);
      }
      assertThat(way.http().seen()).as("%s", way).hasSize(1);
    }
  }

  /// The client can tell that the answer is not whole.
  @Test
  void aServerThatResetsWithinItsAnswerEndsIt() throws Exception {
    for (var way : mesh.ways()) {
      way.http()
          .follows(
              (_, talk) -> {
                talk.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                talk.reset();
              });
      try (var talk = way.call("one", 80)) {
        talk.send("GET / HTTP/1.1\r\nHost: one\r\n\r\n");
        assertThat(isWhole(talk)).as("%s", way).isFalse();
      }
    }
  }

  private static int status(Talk talk) {
    try {
      return talk.answer("POST").status();
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean isWhole(Talk talk) {
    try {
      return talk.answer("GET").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
