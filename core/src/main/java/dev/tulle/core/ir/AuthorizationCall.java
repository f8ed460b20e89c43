package dev.tulle.core.ir;

import java.util.List;

/// How an authorization server is asked about a request.
public sealed interface AuthorizationCall {

  /// By Envoy's own protocol, with these headers of the request, or with all where none is named.
  record Grpc(List<String> headers) implements AuthorizationCall {
    public Grpc {
      headers = List.copyOf(headers);
    }
  }

  /// By a request with the same method and host, whose path begins with `prefix`, which is empty or
  /// does not end in a slash. It has these headers of the request besides those that it always has.
  /// Of an answer that allows the request these headers are added to it, or all where none is
  // named.
  record Http(String prefix, List<String> headers, List<String> answered)
      implements AuthorizationCall {
    public Http {
      headers = List.copyOf(headers);
      answered = List.copyOf(answered);
    }
  }
}
