package dev.tulle.core.ir;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a route does besides choosing where a request goes. A route has each kind at most once,
/// but for mirrors.
public sealed interface RouteFilter {

  record RequestHeaders(HeaderChange change) implements RouteFilter {}

  record ResponseHeaders(HeaderChange change) implements RouteFilter {}

  /// The request is sent on with another Host header, another path, or both.
  record Rewrite(Optional<String> host, Optional<PathChange> path) implements RouteFilter {}

  /// A copy of so many requests of each million goes here too; what is answered is dropped.
  record Mirror(Backend.To backend, int perMillion) implements RouteFilter {}

  /// A server is asked about each request before all else, and what it does not allow goes no
  /// further. With `bodyBytes` above zero it is shown the body, which may then not be longer.
  record ExternalAuth(Backend.To server, AuthorizationCall call, int bodyBytes)
      implements RouteFilter {}

  /// Requests of a session stay with one endpoint; only for a part of a route's requests, since an
  /// endpoint is one of a backend's.
  record Persist(Session session) implements RouteFilter {}

  /// Which pages of other origins may use the answers. An origin is matched as a whole. `*` stands
  /// for all methods, or headers.
  record Cors(
      List<TextMatch> origins,
      boolean credentials,
      List<String> methods,
      List<String> headers,
      List<String> exposed,
      Duration maxAge)
      implements RouteFilter {
    public Cors {
      origins = List.copyOf(origins);
      methods = List.copyOf(methods);
      headers = List.copyOf(headers);
      exposed = List.copyOf(exposed);
    }
  }
}
