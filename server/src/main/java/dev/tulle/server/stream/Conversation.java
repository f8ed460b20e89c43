package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import dev.tulle.server.stream.Composer.Leave;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One xDS stream, as a pure state machine: no I/O, no threads, no clock. It is told what the proxy
/// says and what is published, and yields the next response to send, if there is one.
///
/// Always holds: at most one response of a type is unanswered; new listeners and routes wait until
/// Envoy has confirmed the clusters (it does that once they are warm) and their endpoints; what is
/// removed goes out after everything that may have named it was confirmed, and stays while Envoy
/// refuses a newer version of what names it.
final class Conversation {

  private final String noncePrefix;
  private final int chunkBytes;
  private final Map<ResourceType, Topic> topics = new EnumMap<>(ResourceType.class);
  private Publication adopted;
  private Publication latest;
  private final Set<String> clustersSent = new HashSet<>();
  private boolean introduced;
  private long nonces;

  Conversation(String noncePrefix, int chunkBytes, Publication now) {
    this.noncePrefix = noncePrefix;
    this.chunkBytes = chunkBytes;
    this.adopted = now;
    this.latest = now;
  }

  /// What a request meant: a judgement on an earlier response, and whom to wake for which names.
  record Reaction(Verdict verdict, Interest.Change interest) {}

  // ---- in ----

  Reaction receive(Request request) {
    return switch (request) {
      case Request.Delta delta -> receive(delta);
      case Request.Full full -> receive(full);
    };
  }

  private Reaction receive(Request.Delta request) {
    var topic = topics.get(request.type());
    if (topic == null) {
      topic = new Topic(request.type(), true);
      topics.put(request.type(), topic);
      topic.begin(request, latest.sequence());
      repeatEndpoints();
      return new Reaction(new Verdict.Silent(), change(topic, request));
    }
    var verdict = topic.answer(request);
    topic.subscribe(request.subscribe(), latest.sequence());
    topic.unsubscribe(request.unsubscribe(), latest.sequence());
    return new Reaction(verdict, change(topic, request));
  }

  private static Interest.Change change(Topic topic, Request.Delta request) {
    var interest = topic.interest();
    var added = new HashSet<>(request.subscribe());
    added.removeIf(name -> !interest.named(name));
    var dropped = new HashSet<>(request.unsubscribe());
    dropped.removeIf(interest::named);
    return new Interest.Change(added, dropped, interest.everything());
  }

  private Reaction receive(Request.Full request) {
    var topic = topics.get(request.type());
    if (topic == null) {
      topic = new Topic(request.type(), false);
      topics.put(request.type(), topic);
      return new Reaction(new Verdict.Silent(), topic.begin(request, latest.sequence()));
    }
    if (topic.abandons(request)) {
      return new Reaction(new Verdict.Silent(), topic.abandon(request));
    }
    if (topic.stale(request)) {
      var interest = topic.interest();
      return new Reaction(
          new Verdict.Silent(), new Interest.Change(Set.of(), Set.of(), interest.everything()));
    }
    var confirmed = topic.inFlight();
    var verdict = topic.answer(request);
    return new Reaction(verdict, topic.replace(request, confirmed, latest.sequence()));
  }

  /// The newest publication. Only the names that changed and that this stream subscribes to need be
  /// given; naming others does no harm.
  void published(Publication publication, Map<ResourceType, ? extends Collection<String>> changed) {
    if (publication.edition() > latest.edition()) {
      latest = publication;
    }
    changed.forEach(
        (type, names) -> {
          var topic = topics.get(type);
          if (topic != null) {
            topic.changed(names, publication.sequence());
          }
        });
  }

  /// The proxy has had the time to say all that it subscribes to. Until then nothing is removed: a
  /// proxy that reconnects names its clusters before the routes that still use them.
  void introduced() {
    introduced = true;
  }

  // ---- out ----

  /// The next response, which counts as sent; empty when there is nothing to say for now.
  Optional<Response> next() {
    while (true) {
      var view = new View(adopted, latest);
      var open = open();
      for (var topic : topics.values()) {
        var response = compose(topic, view);
        if (response != null) {
          return Optional.of(response);
        }
      }
      if (open() != open) {
        // what turned out to be nothing to send may have kept a removal back
        continue;
      }
      if (topics.values().stream().anyMatch(t -> View.inOrder(t.type()) && t.undecided())) {
        return Optional.empty();
      }
      if (!view.behind() && topics.values().stream().noneMatch(Topic::hasLater)) {
        return Optional.empty();
      }
      adopted = latest;
      topics.values().forEach(Topic::adopt);
    }
  }

  private int open() {
    return topics.values().stream().mapToInt(Topic::open).sum();
  }

  private @Nullable Response compose(Topic topic, View view) {
    var leave = new Leave(mayAdd(topic.type()), mayRemove(topic.type()), chunkBytes);
    var response = new Composer(topic, view, leave).compose(noncePrefix + "-" + (nonces + 1));
    if (response == null) {
      return null;
    }
    nonces++;
    if (topic.type() == ResourceType.CLUSTER) {
      topic.contentsInFlight().forEach(cluster -> clustersSent.add(cluster.endpointName()));
      repeatEndpoints();
    }
    return response;
  }

  /// Envoy does not use a cluster that it was just sent before endpoints arrive for it, and these
  /// must arrive after the cluster, even if it has the same already.
  private void repeatEndpoints() {
    var endpoints = topics.get(ResourceType.ENDPOINT);
    if (endpoints != null) {
      clustersSent.forEach(name -> endpoints.repeat(name, latest.sequence()));
      clustersSent.clear();
    }
  }

  private boolean mayAdd(ResourceType type) {
    return switch (type) {
      case CLUSTER, ENDPOINT, SECRET -> true;
      case LISTENER, ROUTE, EXTENSION -> {
        var clusters = topics.get(ResourceType.CLUSTER);
        var endpoints = topics.get(ResourceType.ENDPOINT);
        yield (clusters == null || !clusters.undecided())
            && (endpoints == null || !endpoints.missesContent(new View(adopted, latest)));
      }
    };
  }

  private boolean mayRemove(ResourceType type) {
    return introduced
        && !parked(type)
        && View.referrers(type).stream().map(topics::get).allMatch(t -> t == null || t.idle());
  }

  /// Removals wait while Envoy refuses something, or is served something older in its place, that
  /// may still name what is to be removed.
  private boolean parked(ResourceType type) {
    var referrers = View.referrers(type);
    return latest.standsIn(referrers)
        || referrers.stream()
            .map(topics::get)
            .anyMatch(topic -> topic != null && !topic.refusals().none());
  }

  // ---- state ----

  /// The sequence number up to which the proxy has answered everything that concerns it.
  long settled() {
    return Math.min(latest.sequence(), outstanding() - 1);
  }

  /// The lowest sequence number that the proxy has yet to answer for; `Long.MAX_VALUE` when none.
  long outstanding() {
    return topics.values().stream()
        .mapToLong(topic -> topic.outstanding(parked(topic.type())))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /// What this proxy has refused, and what it subscribes to and is not served as it is to be,
  /// because another has.
  List<Refusals.Refused> refusals() {
    var all = new ArrayList<Refusals.Refused>();
    topics.values().forEach(topic -> all.addAll(topic.refusals().standing()));
    for (var refused : latest.refused()) {
      var content = refused.content();
      var topic = topics.get(content.type());
      if (topic != null
          && topic.interest().covers(content.name())
          && all.stream().noneMatch(each -> each.content().same(content))) {
        all.add(refused);
      }
    }
    return List.copyOf(all);
  }

  /// The names that are subscribed to, by type.
  Map<ResourceType, Set<String>> subscribed() {
    var names = new EnumMap<ResourceType, Set<String>>(ResourceType.class);
    topics.forEach((type, topic) -> names.put(type, topic.interest().names()));
    return names;
  }

  int names() {
    return topics.values().stream().mapToInt(topic -> topic.interest().size()).sum();
  }

  /// For people who look for a fault.
  @Override
  public String toString() {
    return topics.values() + ", adopted " + adopted.sequence() + ", latest " + latest.sequence();
  }
}
