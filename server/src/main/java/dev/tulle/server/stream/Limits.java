package dev.tulle.server.stream;

import java.time.Duration;

/// What one proxy may cost. Who goes beyond is cut off; the others do not notice.
///
/// `chunkBytes` bounds the resources in one response, `unread` is how long a proxy may leave a
/// response unread, `requestsPerSecond` what it may ask on average and `requestBurst` at once.
public record Limits(
    int messageBytes,
    int chunkBytes,
    int names,
    int nameLength,
    int requestsPerSecond,
    int requestBurst,
    int streamsPerConnection,
    Duration unread) {

  public static Limits standard() {
    return new Limits(8 << 20, 1 << 20, 200_000, 4_096, 2_000, 20_000, 32, Duration.ofSeconds(30));
  }
}
