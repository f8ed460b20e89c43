package dev.tulle.cli.e2e;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What HTTP/1 with the mesh shows otherwise than without it where both ends get what they were
/// sent: all are documented in `docs/mesh.md`, under "What differs". A difference says what a
/// message of the plain way becomes. Where one of the two ends is refused something, a test of its
/// own shows it.
enum FidelityDifference {
  /// An answer without `date` gets one.
  DATE,
  /// Headers of a request that Envoy itself would follow are taken out.
  ENVOY_HEADERS,
  /// A request that may have a body and has none says so.
  NO_BODY,
  /// Names of trailers are in lower case.
  TRAILERS,
  /// An answer that ends with the connection is chunked.
  UNTIL_THE_END,
  /// A request of HTTP/1.0 goes on as HTTP/1.1, and its answer comes back as HTTP/1.0.
  HTTP_1_0;

  private static final String NOW = "date: (now)";
  private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "TRACE");
  private static final List<String> FOLLOWED =
      List.of(
          "x-envoy-max-retries",
          "x-envoy-retry-on",
          "x-envoy-upstream-rq-timeout-ms",
          "x-envoy-internal",
          "x-envoy-expected-rq-timeout-ms",
          "x-envoy-force-trace");

  static HttpMessage ofRequest(HttpMessage request) {
    var changed = request;
    for (var difference : values()) {
      changed = difference.request(changed);
    }
    return changed;
  }

  static HttpMessage ofAnswer(HttpMessage request, HttpMessage answer) {
    var changed = answer;
    for (var difference : values()) {
      changed = difference.answer(request, changed);
    }
    return changed;
  }

  /// With what is different each time replaced by a word.
  static HttpMessage timeless(HttpMessage message) {
    boolean now = message.headers().stream().anyMatch(it -> it.startsWith("date: "));
    return now ? message.without("date").adding(NOW) : message;
  }

  private HttpMessage request(HttpMessage it) {
    return switch (this) {
      case DATE, UNTIL_THE_END -> it;
      case ENVOY_HEADERS -> {
        var without = it;
        for (var header : FOLLOWED) {
          without = without.without(header);
        }
        yield without;
      }
      case NO_BODY ->
          hasLength(it) || BODILESS.contains(it.method()) ? it : it.adding("content-length: 0");
      case TRAILERS -> lowerCase(it);
      case HTTP_1_0 ->
          it.first().endsWith("HTTP/1.0")
              ? it.withFirst(it.first().replace("HTTP/1.0", "HTTP/1.1")).without("connection")
              : it;
    };
  }

  private HttpMessage answer(HttpMessage request, HttpMessage it) {
    return switch (this) {
      case DATE -> it.header("date").isPresent() ? it : it.adding(NOW);
      case ENVOY_HEADERS, NO_BODY -> it;
      case TRAILERS -> lowerCase(it);
      case UNTIL_THE_END ->
          hasLength(it) || Set.of(101, 204, 304).contains(it.status())
              ? it
              : it.withFirst(it.first().replace("HTTP/1.0", "HTTP/1.1"))
                  .without("connection")
                  .adding("transfer-encoding: chunked");
      case HTTP_1_0 ->
          request.first().endsWith("HTTP/1.0")
              ? it.withFirst(it.first().replace("HTTP/1.1", "HTTP/1.0"))
                  .adding("connection: " + request.header("connection").orElse("close"))
              : it;
    };
  }

  private static boolean hasLength(HttpMessage message) {
    return message.header("content-length").isPresent() || message.isChunked();
  }

  private static HttpMessage lowerCase(HttpMessage message) {
    var trailers =
        message.trailers().stream()
            .map(
                it ->
                    it.substring(0, it.indexOf(':')).toLowerCase(Locale.ROOT)
                        + it.substring(it.indexOf(':')))
            .toList();
    return message.with(message.body(), trailers);
  }
}
