package dev.tulle.server.kube;

import com.google.protobuf.ByteString;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A response that arrives bit by bit, cut into lines. A line that is not whole when the response
/// ends is none. To be read by one thread, which never waits longer than it says.
final class EventStream implements AutoCloseable {

  private static final Duration REST = Duration.ofSeconds(5);

  private sealed interface Piece {
    record Bytes(ByteString bytes) implements Piece {}

    record End(Optional<String> wrong) implements Piece {}
  }

  private final LinkedBlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private volatile @Nullable AsyncBody body;
  private boolean ended;
  private Optional<String> wrong = Optional.empty();

  /// Called with what has come, from a thread of the HTTP client.
  void arrived(List<ByteBuffer> buffers, AsyncBody from) {
    for (var buffer : buffers) {
      // a copy: what is handed in may be used again
      arrived.add(new Piece.Bytes(ByteString.copyFrom(buffer)));
    }
    from.consume();
  }

  void begin(AsyncBody from) {
    body = from;
    var _ =
        from.done()
            .whenComplete(
                (_, failure) ->
                    arrived.add(
                        new Piece.End(Optional.ofNullable(failure).map(Throwable::toString))));
    from.consume();
  }

  /// The next line, or nothing at the end or when `nanos` have passed.
  Optional<String> next(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (lines.isEmpty() && !ended) {
      var piece = arrived.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      switch (piece) {
        case null -> {
          return Optional.empty();
        }
        case Piece.Bytes(var bytes) -> split(bytes);
        case Piece.End(var failure) -> {
          ended = true;
          wrong = failure;
        }
      }
    }
    return Optional.ofNullable(lines.poll());
  }

  /// Whether all has been read that will ever come.
  boolean ended() {
    return ended && lines.isEmpty();
  }

  /// Why it ended, where that was not in good order.
  Optional<String> wrong() {
    return partial.size() > 0 && wrong.isEmpty()
        ? Optional.of("the stream was cut in the middle of an event")
        : wrong;
  }

  /// All that is left, as of a refusal.
  byte[] rest() throws InterruptedException {
    var text = new ByteArrayOutputStream();
    while (!ended) {
      var line = next(REST.toNanos());
      if (line.isEmpty()) {
        break;
      }
      text.writeBytes(line.get().getBytes(StandardCharsets.UTF_8));
    }
    text.writeBytes(partial.toByteArray());
    close();
    return text.toByteArray();
  }

  private void split(ByteString bytes) {
    int from = 0;
    for (int i = 0; i < bytes.size(); i++) {
      if (bytes.byteAt(i) == '\n') {
        partial.writeBytes(bytes.substring(from, i).toByteArray());
        if (partial.size() > 0) {
          lines.add(partial.toString(StandardCharsets.UTF_8));
        }
        partial.reset();
        from = i + 1;
      }
    }
    partial.writeBytes(bytes.substring(from).toByteArray());
  }

  @Override
  public void close() {
    var open = body;
    if (open != null) {
      open.cancel();
    }
  }
}
