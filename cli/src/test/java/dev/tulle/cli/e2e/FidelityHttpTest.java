package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP/1 messages reach a server, and its answers the client, as they were sent: with the mesh on
/// both sides, on one, and on none. What may differ is in `FidelityDifference`.
@EndToEnd
@ExtendWith(FidelityMesh.Shared.class)
class FidelityHttpTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  private final FidelityMesh mesh;

  FidelityHttpTest(FidelityMesh mesh) {
    this.mesh = mesh;
  }

  /// Sends it on each way, and asserts that the server saw it once.
  private HttpMessage delivered(String request, String answer) throws Exception {
    var exchange = mesh.same(way -> way.exchange(request, answer));
    assertThat(exchange.seen()).hasSize(1);
    return exchange.seen().getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one",
        "foo_bar",
        "one:80",
        "other:1234",
        "UPPER.Example",
        "10.1.2.3",
        "[::1]:80",
        "all.plain.svc.cluster.local",
        "-"
      })
  void anyHostHeaderReachesTheServiceThatWasDialled(String host) throws Exception {
    var seen = delivered("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", OK);
    assertThat(seen.header("host")).contains(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: one\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: one\r\nConnection: keep-alive\r\n\r\n",
        "POST / HTTP/1.0\r\nHost: one\r\nContent-Length: 3\r\n\r\nabc",
      })
  void requestsOfOldAndOddClientsAreAnswered(String request) throws Exception {
    delivered(request, OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//a//b",
        "/a%2Fb%2f",
        "/a/../b/./c",
        "/a;p=1;q=2/b;r",
        "/a?x=%20+&y=%zz",
        "/a%",
        "/%E4%F6",
        "/a\\b",
        "/a|b^c`{d}",
        "/\"quoted\"",
        "/a?" // an empty query
      })
  void pathsAreKeptAsSent(String path) throws Exception {
    var seen = delivered("GET " + path + " HTTP/1.1\r\nHost: one\r\n\r\n", OK);
    assertThat(seen.first()).isEqualTo("GET " + path + " HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "POST",
        "PUT",
        "DELETE",
        "PATCH",
        "OPTIONS",
        "TRACE",
        "PROPFIND",
        "REPORT",
        "PURGE",
        "FOO",
        "M-SEARCH",
        "get"
      })
  void anyMethodIsPassedOn(String method) throws Exception {
    var seen = delivered(method + " / HTTP/1.1\r\nHost: one\r\n\r\n", OK);
    assertThat(seen.method()).isEqualTo(method);
  }

  @Test
  void namesOfHeadersKeepTheirCaseAndRepeatedOnesStaySeparate() throws Exception {
    delivered(
        HttpMessage.text(
            "GET / HTTP/1.1",
            "hOST: one",
            "X-UPPER: 1",
            "x-lower: 2",
            "X-mIxEd: 3",
            "Cookie: a=1",
            "Cookie: b=2",
            "X-Twice: one",
            "X-Twice: two",
            "X-Empty:",
            "X_Underscore: 1",
            "X-Value: spaces  inside",
            "X-Latin: \u00e4"),
        HttpMessage.text(
            "HTTP/1.1 200 OK",
            "X-UPPER: 1",
            "x-lower: 2",
            "X-mIxEd: 3",
            "Set-Cookie: a=1",
            "Set-Cookie: b=2",
            "X-Empty:",
            "X_Underscore: 1",
            "X-Latin: \u00e4",
            "content-LENGTH: 0"));
  }

  @Test
  void headersThatProxiesAddAreTheClientsOwn() throws Exception {
    delivered(
        HttpMessage.text(
            "GET / HTTP/1.1",
            "Host: one",
            "X-Forwarded-For: 1.2.3.4",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: h",
            "X-Request-Id: mine",
            "Forwarded: for=1.2.3.4",
            "Via: 1.1 other",
            "User-Agent: me",
            "X-B3-TraceId: 463ac35c9f6413ad48485a3953bb6124",
            "Traceparent: 00-1-2-3"),
        HttpMessage.text(
            "HTTP/1.1 200 OK",
            "Server: mine",
            "Date: Thu, 01 Jan 1970 00:00:00 GMT",
            "Via: 1.1 mine",
            "X-Request-Id: mine",
            "X-Envoy-Upstream-Service-Time: 7",
            "Content-Length: 0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Envoy-Original-Path: /x",
        "X-Envoy-Max-Retries: 5",
        "X-Envoy-Retry-On: 5xx",
        "X-Envoy-Upstream-Rq-Timeout-Ms: 1",
        "X-Envoy-External-Address: 1.2.3.4",
        "X-Envoy-Internal: true",
        "X-Envoy-Expected-Rq-Timeout-Ms: 1",
        "X-Envoy-Decorator-Operation: x",
        "X-Envoy-Force-Trace: yes"
      })
  void envoysOwnHeadersMeanNothingAndPass(String header) throws Exception {
    delivered(HttpMessage.text("GET / HTTP/1.1", "Host: one", header), OK);
  }

  @Test
  void headersOf32KiBAndManyOfThemPass() throws Exception {
    var large = "x".repeat(32 * 1024);
    delivered(
        "GET / HTTP/1.1\r\nHost: one\r\nX-Large: " + large + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Large: " + large + "\r\nContent-Length: 0\r\n\r\n");
    var many = new StringBuilder();
    IntStream.range(0, 150).forEach(i -> many.append("X-%03d: %d\r\n".formatted(i, i)));
    delivered(
        "GET / HTTP/1.1\r\nHost: one\r\n" + many + "\r\n",
        "HTTP/1.1 200 OK\r\n" + many + "Content-Length: 0\r\n\r\n");
    var path = "/" + "p".repeat(16 * 1024);
    delivered("GET " + path + " HTTP/1.1\r\nHost: one\r\n\r\n", OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 5\r\n\r\n"
      })
  void answersToHeadHaveNoBody(String answer) throws Exception {
    delivered("HEAD / HTTP/1.1\r\nHost: one\r\n\r\n", answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 301 Moved\r\nLocation: http://one/x y\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 404 Nothing Here\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 418 I'm a teapot\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 500 Broken\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 599 Own\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end",
        "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nuntil the end",
        "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
      })
  void answersAreTheServersOwn(String answer) throws Exception {
    delivered("GET / HTTP/1.1\r\nHost: one\r\n\r\n", answer);
  }

  @Test
  void bodiesInChunksKeepTheirTrailers() throws Exception {
    var chunks = "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n";
    var seen =
        delivered(
            "POST / HTTP/1.1\r\nHost: one\r\nTE: trailers\r\n" + chunks + "X-Sum: 5\r\n\r\n",
            "HTTP/1.1 200 OK\r\n" + chunks + "X-Sum: 5\r\n\r\n");
    assertThat(seen.body()).isEqualTo("abcde");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "GET", "OPTIONS"})
  void bodiesOfAnyMethodArrive(String method) throws Exception {
    var seen = delivered(method + " / HTTP/1.1\r\nHost: one\r\nContent-Length: 4\r\n\r\nbody", OK);
    assertThat(seen.body()).isEqualTo("body");
  }

  @Test
  void anEmptyPostKeepsItsLength() throws Exception {
    delivered("POST / HTTP/1.1\r\nHost: one\r\nContent-Length: 0\r\n\r\n", OK);
    delivered("POST / HTTP/1.1\r\nHost: one\r\n\r\n", OK);
  }

  /// Each on its way before the one before it is answered.
  @Test
  void requestsInOneWriteAreAnsweredInTheirOrder() throws Exception {
    var got =
        mesh.same(
            way -> {
              way.http()
                  .follows(
                      (head, talk) -> {
                        way.http().saw(head);
                        var path = head.first().split(" ", -1)[1];
                        talk.send(
                            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + path.substring(0, 2));
                      });
              try (var talk = way.call("one", 80)) {
                var request = new StringBuilder();
                for (int i = 0; i < 5; i++) {
                  request.append("GET /%d HTTP/1.1\r\nHost: one\r\n\r\n".formatted(i));
                }
                talk.send(request.toString());
                var bodies = new StringBuilder();
                for (int i = 0; i < 5; i++) {
                  bodies.append(talk.answer("GET").body());
                }
                return List.of(bodies.toString(), "" + way.http().seen().size());
              }
            });
    assertThat(got).containsExactly("/0/1/2/3/4", "5");
  }

  @Test
  void aConnectionServesManyRequests() throws Exception {
    mesh.same(
        way -> {
          way.http().answers(OK);
          try (var talk = way.call("one", 80)) {
            for (int i = 0; i < 100; i++) {
              talk.send("GET /" + i + " HTTP/1.1\r\nHost: one\r\n\r\n");
              assertThat(talk.answer("GET").body()).isEqualTo("hi");
            }
          }
          return way.http().seen().size();
        });
  }

  @Test
  void connectionCloseOfTheClientIsKept() throws Exception {
    var ended =
        mesh.same(
            way -> {
              way.http().answers(OK);
              try (var talk = way.call("one", 80)) {
                talk.send("GET / HTTP/1.1\r\nHost: one\r\nConnection: close\r\n\r\n");
                return talk.answer("GET").body() + talk.ended();
              }
            });
    assertThat(ended).isEqualTo("hitrue");
  }
}
