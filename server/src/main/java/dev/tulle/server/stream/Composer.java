package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts the next response of one type together from what is due: at most `bytes` of resources at a
/// time, additions before removals and never both in one response, so that a refusal is always
/// about content.
final class Composer {

  private static final int VERSION_BYTES = 12;

  private final Topic topic;
  private final View view;
  private final Leave leave;
  private final List<Encoded> additions = new ArrayList<>();
  private final List<String> removals = new ArrayList<>();
  private long since = Long.MAX_VALUE;

  /// Whether the order of types lets new content, or removals, of this type go out now.
  record Leave(boolean add, boolean remove, int bytes) {}

  Composer(Topic topic, View view, Leave leave) {
    this.topic = topic;
    this.view = view;
    this.leave = leave;
  }

  @Nullable Response compose(String nonce) {
    if (topic.inFlight()) {
      return null;
    }
    topic.enumerate(view);
    if (leave.add()) {
      var part = part(nonce);
      if (part != null) {
        return part;
      }
    }
    examine();
    return topic.wholeWorld() ? whole(nonce) : some(nonce);
  }

  private @Nullable Response part(String nonce) {
    while (true) {
      var part = topic.refusals().nextPart();
      if (part == null) {
        return null;
      }
      var contents = part.contents().stream().filter(this::stillDue).toList();
      if (!contents.isEmpty()) {
        return send(nonce, contents, part.since());
      }
    }
  }

  private boolean stillDue(Encoded content) {
    var now = view.find(topic.type(), content.name());
    return topic.interest().covers(content.name())
        && now != null
        && now.version().equals(content.version())
        && !topic.refusals().stands(now);
  }

  private void examine() {
    var size = 0;
    for (var each = topic.due().entrySet().iterator(); each.hasNext(); ) {
      var next = each.next();
      var content = view.find(topic.type(), next.getKey());
      var fate = content == null ? missing(next.getKey()) : present(next.getKey(), content);
      switch (fate) {
        case KEEP -> {}
        case DROP -> each.remove();
        case SEND -> {
          if (content == null) {
            removals.add(next.getKey());
          } else if (full(content, size)) {
            return;
          } else {
            size += content.size();
            additions.add(content);
            since = Math.min(since, next.getValue());
          }
        }
      }
    }
  }

  private boolean full(Encoded content, int size) {
    return !topic.wholeWorld()
        && !additions.isEmpty()
        && (size + content.size() > leave.bytes()
            || goesAlone(content)
            || goesAlone(additions.getLast()));
  }

  /// What another proxy has refused goes alone, so that nothing else is refused with it. So does a
  /// secret that no proxy has taken yet: Envoy keeps one that it refuses, and takes the same again
  /// without a look at it, so that it could not be found out among several.
  private boolean goesAlone(Encoded content) {
    return view.latest().suspect(content)
        || (topic.type() == ResourceType.SECRET && !content.accepted());
  }

  private enum Fate {
    KEEP,
    DROP,
    SEND
  }

  private Fate present(String name, Encoded content) {
    if (!topic.interest().covers(name) || topic.refusals().stands(content)) {
      return Fate.DROP;
    }
    var holding = topic.held().get(name);
    if (holding != null && holding.version().equals(content.version())) {
      topic.has(content, holding);
      return view.leaving(topic.type(), name) ? Fate.KEEP : Fate.DROP;
    }
    return leave.add() ? Fate.SEND : Fate.KEEP;
  }

  private Fate missing(String name) {
    if (!topic.held().containsKey(name)) {
      topic.refusals().rest(name);
      return topic.mustAnswer(name) ? Fate.SEND : Fate.DROP;
    }
    return leave.remove() ? Fate.SEND : Fate.KEEP;
  }

  private @Nullable Response some(String nonce) {
    if (!additions.isEmpty()) {
      additions.forEach(content -> topic.due().remove(content.name()));
      return send(nonce, additions, since);
    }
    if (!removals.isEmpty()) {
      forgetRemoved();
      if (topic.incremental()) {
        return empty(nonce, removals);
      }
    }
    return topic.unanswered() && leave.add() ? empty(nonce, List.of()) : null;
  }

  private @Nullable Response whole(String nonce) {
    var changed = !additions.isEmpty() || !removals.isEmpty() || topic.unanswered();
    if (!changed || (topic.unanswered() && !leave.add())) {
      return null;
    }
    forgetRemoved();
    additions.forEach(content -> topic.due().remove(content.name()));
    topic.depart(nonce, additions, Math.min(since, view.latest().sequence()));
    var contents = topic.heldContents();
    return new Response(topic.type(), nonce, version(contents), contents, List.of());
  }

  private void forgetRemoved() {
    for (var name : removals) {
      var sequence = topic.due().remove(name);
      since = sequence == null ? since : Math.min(since, sequence);
      topic.held().remove(name);
      topic.refusals().acquit(name);
      topic.settled(name);
    }
  }

  private Response send(String nonce, List<Encoded> contents, long sequence) {
    topic.depart(nonce, contents, sequence);
    var version =
        topic.incremental()
            ? Long.toString(view.latest().sequence())
            : version(topic.heldContents());
    return new Response(topic.type(), nonce, version, List.copyOf(contents), List.of());
  }

  private Response empty(String nonce, List<String> removed) {
    topic.depart(nonce, List.of(), Math.min(since, view.latest().sequence()));
    var version =
        topic.incremental()
            ? Long.toString(view.latest().sequence())
            : version(topic.heldContents());
    return new Response(topic.type(), nonce, version, List.of(), List.copyOf(removed));
  }

  /// State of the world has one version for a type: the hash of all that the proxy then holds.
  private static String version(List<Encoded> contents) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      contents.stream()
          .sorted(Comparator.comparing(Encoded::name))
          .map(content -> content.name() + "\0" + content.version() + "\0")
          .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
