package dev.tulle.server.stream;

import com.google.protobuf.Int32Value;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long the change of one assignment takes to every stream of a scope that subscribes to all
/// 1,000: the difference found, each stream woken, its response made and serialised, and its ACK
/// taken. Without sockets.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class FanOutBenchmark {

  private static final int NAMES = 1_000;
  private static final int CHUNK_BYTES = 1 << 20;

  @Param({"100", "1000"})
  public int streams;

  private final Feed feed = new Feed(new Encodings());
  private final List<Stream> all = new ArrayList<>();
  private Map<String, Resource> assignments = new HashMap<>();
  private long sequence;

  /// A stream and the proxy at its other end, which takes everything at once.
  private static final class Stream implements Feed.Subscriber {
    private final Conversation conversation;

    Stream(int number) {
      conversation = new Conversation("s" + number, CHUNK_BYTES, Publication.NONE);
    }

    @Override
    public void published(Publication publication) {
      throw new IllegalStateException("there is a publication before the first stream");
    }

    @Override
    public void changed(
        Publication publication, Map<ResourceType, ? extends Collection<String>> changed) {
      conversation.published(publication, changed);
    }

    long drain() {
      long bytes = 0;
      for (var next = conversation.next(); next.isPresent(); next = conversation.next()) {
        var response = next.get();
        bytes += Wire.delta(response).toByteString().size();
        conversation.receive(request(List.of(), response.nonce()));
      }
      return bytes;
    }
  }

  @Setup
  public void connect() {
    for (int i = 0; i < NAMES; i++) {
      put(i, 0);
    }
    feed.publish(++sequence, resources());
    var names = Set.copyOf(assignments.keySet());
    for (int i = 0; i < streams; i++) {
      var stream = new Stream(i);
      feed.join(stream).ifPresent(now -> stream.conversation.published(now, Map.of()));
      stream.conversation.receive(request(List.copyOf(names), ""));
      stream.conversation.introduced();
      feed.subscribe(stream, ResourceType.ENDPOINT, new Interest.Change(names, Set.of(), false));
      stream.drain();
      all.add(stream);
    }
  }

  /// One assignment changes; ends when every stream has sent it and has its ACK.
  @Benchmark
  public long oneChange() {
    sequence++;
    assignments = new HashMap<>(assignments);
    put((int) (sequence % NAMES), (int) sequence);
    feed.publish(sequence, resources());
    long bytes = 0;
    for (var stream : all) {
      bytes += stream.drain();
    }
    return bytes;
  }

  private void put(int number, int content) {
    var name = "service/default/s" + number + "/80";
    assignments.put(
        name, Resource.of(ResourceType.ENDPOINT, name, Int32Value.of(content), Set.of()));
  }

  private Resources resources() {
    var byType = new EnumMap<ResourceType, Map<String, Resource>>(ResourceType.class);
    byType.put(ResourceType.ENDPOINT, assignments);
    return Resources.of(byType);
  }

  private static Request.Delta request(List<String> subscribe, String nonce) {
    return new Request.Delta(
        ResourceType.ENDPOINT, subscribe, List.of(), Map.of(), nonce, Optional.empty());
  }
}
