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

/// How long the change of one assignment takes to every stream that subscribes to all of them: the
/// difference found for each scope, each stream woken, its response made and serialised, and its
/// ACK taken. Without sockets. Scopes have their assignments in one map, as where nothing depends
/// on the place, or each in a map of its own.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class FanOutBenchmark {

  private static final int CHUNK_BYTES = 1 << 20;

  @Param({"1000", "5000"})
  public int names;

  @Param({"1", "100"})
  public int scopes;

  @Param({"500"})
  public int streams;

  @Param({"true", "false"})
  public boolean oneMap;

  private final Encodings encodings = new Encodings();
  private final List<Feed> feeds = new ArrayList<>();
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
    for (int i = 0; i < names; i++) {
      put(i, 0);
    }
    for (int i = 0; i < scopes; i++) {
      feeds.add(new Feed(encodings));
    }
    publish();
    var wanted = Set.copyOf(assignments.keySet());
    for (int i = 0; i < streams; i++) {
      var feed = feeds.get(i % scopes);
      var stream = new Stream(i);
      feed.enter();
      feed.join(stream).ifPresent(now -> stream.conversation.published(now, Map.of()));
      stream.conversation.receive(request(List.copyOf(wanted), ""));
      stream.conversation.introduced();
      feed.subscribe(stream, ResourceType.ENDPOINT, new Interest.Change(wanted, Set.of(), false));
      stream.drain();
      all.add(stream);
    }
  }

  /// One assignment changes; ends when every stream has sent it and has its ACK.
  @Benchmark
  public long oneChange() {
    assignments = new HashMap<>(assignments);
    put((int) (sequence % names), (int) sequence);
    publish();
    long bytes = 0;
    for (var stream : all) {
      bytes += stream.drain();
    }
    return bytes;
  }

  private void publish() {
    sequence++;
    var shared = resources(assignments);
    for (var feed : feeds) {
      feed.publish(sequence, oneMap ? shared : resources(new HashMap<>(assignments)));
    }
  }

  private void put(int number, int content) {
    var name = "service/default/s" + number + "/80";
    assignments.put(
        name, Resource.of(ResourceType.ENDPOINT, name, Int32Value.of(content), Set.of()));
  }

  private static Resources resources(Map<String, Resource> assignments) {
    var byType = new EnumMap<ResourceType, Map<String, Resource>>(ResourceType.class);
    byType.put(ResourceType.ENDPOINT, assignments);
    return Resources.of(byType);
  }

  private static Request.Delta request(List<String> subscribe, String nonce) {
    return new Request.Delta(
        ResourceType.ENDPOINT, subscribe, List.of(), Map.of(), nonce, Optional.empty());
  }
}
