package dev.tulle.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// State of the world as gRPC clients speak it: all by name, also listeners and clusters, and what
/// is not needed any more is asked for no longer.
final class ByNameTest implements Feed.Subscriber {

  private final Feed feed = new Feed(new Encodings());
  private final Map<ResourceType, String> nonces = new EnumMap<>(ResourceType.class);
  private Conversation conversation = new Conversation("", 0, Publication.NONE);

  private static Resource resource(ResourceType type, String name) {
    return Resource.of(type, name, StringValue.of(name), Set.of());
  }

  private static final Resource[] ALL = {
    resource(ResourceType.LISTENER, "backend"),
    resource(ResourceType.ROUTE, "routes"),
    Samples.cluster("c", 1),
    Samples.endpoints("c", 9001)
  };

  @Override
  public void published(Publication publication) {}

  @Override
  public void changed(
      Publication publication, Map<ResourceType, ? extends Collection<String>> changed) {
    conversation.published(publication, changed);
  }

  private void ask(ResourceType type, String... names) {
    var nonce = nonces.getOrDefault(type, "");
    var request = new Request.Full(type, List.of(names), nonce, Optional.empty());
    feed.subscribe(this, type, conversation.receive(request).interest());
  }

  private List<String> next(ResourceType type) {
    var response = conversation.next().orElseThrow();
    assertThat(response.type()).isEqualTo(type);
    nonces.put(type, response.nonce());
    return response.resources().stream().map(Encoded::name).toList();
  }

  private void connect() {
    feed.enter();
    conversation = new Conversation("p", 1 << 20, feed.join(this).orElseThrow());
    conversation.introduced();
    ask(ResourceType.LISTENER, "backend");
    assertThat(next(ResourceType.LISTENER)).containsExactly("backend");
    ask(ResourceType.LISTENER, "backend");
    ask(ResourceType.ROUTE, "routes");
    assertThat(next(ResourceType.ROUTE)).containsExactly("routes");
    ask(ResourceType.ROUTE, "routes");
    ask(ResourceType.CLUSTER, "c");
    assertThat(next(ResourceType.CLUSTER)).containsExactly("c");
    ask(ResourceType.CLUSTER, "c");
    ask(ResourceType.ENDPOINT, "c");
    assertThat(next(ResourceType.ENDPOINT)).containsExactly("c");
    ask(ResourceType.ENDPOINT, "c");
    assertThat(conversation.next()).isEmpty();
    assertThat(conversation.settled()).isEqualTo(1);
  }

  @Test
  void whatIsRemovedIsMissingAndSettled() {
    feed.publish(1, Samples.resources(ALL));
    connect();
    feed.publish(2, Samples.resources());
    assertThat(next(ResourceType.LISTENER)).isEmpty();
    // the channel has nothing to resolve any more: it drops the rest, then confirms
    ask(ResourceType.ROUTE);
    ask(ResourceType.CLUSTER);
    ask(ResourceType.ENDPOINT);
    ask(ResourceType.LISTENER, "backend");
    assertThat(conversation.next()).as(conversation.toString()).isEmpty();
    assertThat(conversation.settled()).as(conversation.toString()).isEqualTo(2);
    feed.publish(3, Samples.resources(ALL));
    assertThat(next(ResourceType.LISTENER)).containsExactly("backend");
  }

  /// The client has dropped the rest before it sees that that is gone, and does not answer.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nobodyWaitsForAnAnswerOfAClientThatNeedsNothing(boolean seen) {
    feed.publish(1, Samples.resources(ALL));
    connect();
    feed.publish(2, Samples.resources());
    assertThat(next(ResourceType.LISTENER)).isEmpty();
    ask(ResourceType.LISTENER, "backend");
    var crossing = conversation.next().orElseThrow();
    assertThat(crossing.type()).isEqualTo(ResourceType.CLUSTER);
    ask(ResourceType.ROUTE);
    ask(ResourceType.CLUSTER);
    ask(ResourceType.ENDPOINT);
    assertThat(conversation.next()).isEmpty();
    assertThat(conversation.settled()).isEqualTo(2);
    feed.publish(3, Samples.resources(ALL));
    assertThat(next(ResourceType.LISTENER)).containsExactly("backend");
    ask(ResourceType.LISTENER, "backend");
    if (seen) {
      nonces.put(ResourceType.CLUSTER, crossing.nonce());
    }
    ask(ResourceType.CLUSTER, "c");
    assertThat(next(ResourceType.CLUSTER)).containsExactly("c");
  }
}
