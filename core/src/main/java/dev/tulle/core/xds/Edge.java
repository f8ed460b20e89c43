package dev.tulle.core.xds;

/// The figures of Envoy's "Configuring Envoy as an edge proxy", which hold wherever a proxy faces
/// clients it does not know.
final class Edge {

  static final int BUFFER_BYTES = 32 << 10;
  static final int STREAM_WINDOW_BYTES = 64 << 10;
  static final int CONNECTION_WINDOW_BYTES = 1 << 20;
  static final int CONCURRENT_STREAMS = 100;
  static final int CONNECTION_IDLE_SECONDS = 3600;
  static final int STREAM_IDLE_SECONDS = 300;
  static final int REQUEST_SECONDS = 300;
  static final int REQUEST_HEADERS_SECONDS = 60;
  static final int TLS_HANDSHAKE_SECONDS = 10;
  static final int MAX_CONNECTIONS = 50_000;

  private Edge() {}
}
