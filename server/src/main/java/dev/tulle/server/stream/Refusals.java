package dev.tulle.server.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What a proxy has refused of one type. Bytes that it refused on their own are never sent again.
///
/// Of several resources refused together, the innocent ones must still arrive, and most of Envoy's
/// types drop the whole response for one that is bad. So the response is taken apart: those that
/// Envoy's words quote and the rest, otherwise halves, until the one at fault stands alone.
final class Refusals {

  /// A part of a refused response that goes out on its own.
  record Part(List<Encoded> contents, long since) {}

  /// A resource that is not sent again, and why.
  record Refused(Encoded content, String words) {}

  private final Map<String, Refused> standing = new HashMap<>();
  private final Map<String, Refused> resting = new HashMap<>();
  private final Queue<Part> parts = new ArrayDeque<>();

  boolean stands(Encoded content) {
    var rested = resting.get(content.name());
    if (rested != null && rested.content().same(content)) {
      standing.putIfAbsent(content.name(), rested);
    }
    var refused = standing.get(content.name());
    return refused != null && refused.content().same(content);
  }

  Collection<Refused> standing() {
    return standing.values();
  }

  boolean none() {
    return standing.isEmpty();
  }

  void convict(Encoded content, String words) {
    standing.put(content.name(), new Refused(content, words));
  }

  void acquit(String name) {
    standing.remove(name);
    resting.remove(name);
  }

  /// There is nothing of this name any more, but the proxy was not told: what it refused it would
  /// not be sent if it came back.
  void rest(String name) {
    var refused = standing.remove(name);
    if (refused != null) {
      resting.put(name, refused);
    }
  }

  void takeApart(Collection<Encoded> contents, String words, long since) {
    var quoted = new ArrayList<Encoded>();
    var others = new ArrayList<Encoded>();
    contents.forEach(each -> (words.contains(each.name()) ? quoted : others).add(each));
    if (quoted.isEmpty() || others.isEmpty()) {
      var all = List.copyOf(contents);
      parts.add(new Part(all.subList(0, all.size() / 2), since));
      parts.add(new Part(all.subList(all.size() / 2, all.size()), since));
    } else {
      parts.add(new Part(others, since));
      parts.add(new Part(quoted, since));
    }
  }

  @Nullable Part nextPart() {
    return parts.poll();
  }

  int parts() {
    return parts.size();
  }

  boolean undecided() {
    return !parts.isEmpty();
  }

  long since() {
    return parts.stream().mapToLong(Part::since).min().orElse(Long.MAX_VALUE);
  }
}
