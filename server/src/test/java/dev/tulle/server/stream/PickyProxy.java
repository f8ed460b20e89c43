package dev.tulle.server.stream;

import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A proxy that subscribes to one type and refuses a response as a whole where it holds content
/// that it cannot use, in words that do not say which. It answers at once.
final class PickyProxy implements Feed.Subscriber {

  static final String WORDS = "cannot use this";

  final Map<String, Resource> has = new TreeMap<>();
  final List<Resource> refused = new ArrayList<>();
  final List<Response> received = new ArrayList<>();
  private final ResourceType type;
  private final Feed feed;
  private final Set<Resource> bad;
  private final Conversation conversation;

  /// Starts and takes all there is.
  PickyProxy(Feed feed, ResourceType type, Set<String> names, Set<Resource> bad) {
    this.feed = feed;
    this.type = type;
    this.bad = bad;
    feed.enter();
    this.conversation = new Conversation("p", 1 << 20, feed.join(this).orElseThrow());
    var subscribed = type.hasWildcard() ? Set.<String>of() : names;
    var everything = type.hasWildcard();
    feed.subscribe(this, type, new Interest.Change(subscribed, Set.of(), everything));
    conversation.receive(
        new Request.Delta(
            type, List.copyOf(subscribed), List.of(), Map.of(), "", Optional.empty()));
    conversation.introduced();
    work();
  }

  @Override
  public void published(Publication publication) {
    throw new AssertionError("there is a publication before the first stream");
  }

  @Override
  public void changed(
      Publication publication, Map<ResourceType, ? extends Collection<String>> changed) {
    conversation.published(publication, changed);
  }

  /// Takes one response, and says whether there was one.
  boolean step() {
    var next = conversation.next();
    next.ifPresent(this::take);
    return next.isPresent();
  }

  void work() {
    while (step()) {}
  }

  private void take(Response response) {
    received.add(response);
    var resources = response.resources().stream().map(Encoded::resource).toList();
    var taken = resources.stream().noneMatch(bad::contains);
    if (taken) {
      resources.forEach(each -> has.put(each.name(), each));
      response.removed().forEach(has::remove);
    } else {
      refused.addAll(resources);
    }
    var words = taken ? Optional.<String>empty() : Optional.of(WORDS);
    var answer = new Request.Delta(type, List.of(), List.of(), Map.of(), response.nonce(), words);
    switch (conversation.receive(answer).verdict()) {
      case Verdict.Silent() -> throw new AssertionError("an answer was not understood");
      case Verdict.Accepted(var of, var contents) -> feed.accepted(of, contents);
      case Verdict.Refused(var _, var blamed, var said) -> {
        if (blamed.size() == 1) {
          feed.refused(blamed.getFirst(), said);
        }
      }
    }
    feed.settled(conversation.settled());
  }

  /// What the status is told.
  Map<String, String> status() {
    var all = new TreeMap<String, String>();
    for (var each : conversation.refusals()) {
      all.put(each.content().name() + "@" + each.content().version(), each.words());
    }
    return all;
  }

  long settled() {
    return conversation.settled();
  }
}
