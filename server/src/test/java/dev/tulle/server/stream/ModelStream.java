package dev.tulle.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.xds.ResourceType;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The streams of one model proxy, one after another, on a feed: what is on its way in both
/// directions is moved a step at a time.
final class ModelStream implements Feed.Subscriber {

  private static final int UNREAD = 2;

  private final Feed feed;
  private final ModelProxy proxy;
  private final String name;
  private final Consumer<String> tell;
  private final Deque<Response> toProxy = new ArrayDeque<>();
  private final Set<String> unanswered = new HashSet<>();
  private Conversation conversation;
  private boolean introducing;
  private int streams;

  ModelStream(Feed feed, ModelProxy proxy, String name, Consumer<String> tell) {
    this.feed = feed;
    this.proxy = proxy;
    this.name = name;
    this.tell = tell;
    this.conversation = new Conversation(name, 0, Publication.NONE);
    feed.enter();
    for (var type : ResourceType.values()) {
      feed.subscribe(this, type, new Interest.Change(Set.of(), Set.of(), true));
    }
  }

  /// A new stream, with responses of at most so many bytes.
  void connect(int chunkBytes) {
    tell.accept(name + " connects");
    toProxy.clear();
    unanswered.clear();
    introducing = true;
    conversation = new Conversation(name + streams++, chunkBytes, feed.join(this).orElseThrow());
    proxy.connect();
  }

  /// The proxy is gone.
  void leave() {
    feed.leave(this, Map.of(), 0);
  }

  int streams() {
    return streams;
  }

  Conversation conversation() {
    return conversation;
  }

  @Override
  public void published(Publication publication) {
    throw new AssertionError("there is a publication before the first stream");
  }

  @Override
  public void changed(
      Publication publication, Map<ResourceType, ? extends Collection<String>> changed) {
    tell.accept(name + " is told of " + publication.edition() + ": " + changed);
    conversation.published(publication, changed);
  }

  /// What is published now, also where nothing of it changed.
  void look() {
    conversation.published(feed.join(this).orElseThrow(), Map.of());
  }

  boolean deliverRequest() {
    var request = proxy.out().poll();
    if (request == null) {
      return false;
    }
    var open = unanswered.contains(request.type() + request.nonce());
    if (request instanceof Request.Full full && full.names().isEmpty()) {
      // whoever needs nothing of a type is not waited for
      unanswered.removeIf(each -> !full.type().hasWildcard() && each.startsWith("" + full.type()));
    }
    var reaction = conversation.receive(request);
    tell.accept("  " + name + " <- " + request);
    if (!(reaction.verdict() instanceof Verdict.Silent)) {
      assertThat(open).as("an answer to what is open").isTrue();
      unanswered.remove(request.type() + request.nonce());
    }
    judge(reaction.verdict());
    feed.settled(conversation.settled());
    return true;
  }

  private void judge(Verdict verdict) {
    switch (verdict) {
      case Verdict.Silent() -> {}
      case Verdict.Accepted(var type, var contents) -> feed.accepted(type, contents);
      case Verdict.Refused(var type, var blamed, var words) -> {
        if (blamed.size() == 1) {
          feed.refused(blamed.getFirst(), words);
        }
      }
    }
  }

  boolean send() {
    if (toProxy.size() > UNREAD) {
      return false;
    }
    var response = conversation.next();
    response.ifPresent(
        each -> {
          assertThat(unanswered.stream().noneMatch(open -> open.startsWith("" + each.type())))
              .as("one response of a type at a time")
              .isTrue();
          unanswered.add(each.type() + each.nonce());
          tell.accept("  " + name + " -> " + told(each));
          toProxy.add(each);
        });
    return response.isPresent();
  }

  boolean deliverResponse() {
    var response = toProxy.poll();
    if (response == null) {
      return false;
    }
    tell.accept("  " + name + " takes " + response.nonce());
    proxy.take(response);
    return true;
  }

  /// One step of everything, and whether there was nothing to do.
  boolean quiet() {
    var idle = !deliverRequest() && !send() && !deliverResponse();
    if (idle && introducing) {
      introducing = false;
      conversation.introduced();
      return false;
    }
    return idle;
  }

  private static String told(Response response) {
    var contents =
        response.resources().stream().map(r -> r.name() + "@" + r.version().substring(0, 4));
    return response.type()
        + " "
        + response.nonce()
        + " "
        + contents.toList()
        + " removed "
        + response.removed();
  }
}
