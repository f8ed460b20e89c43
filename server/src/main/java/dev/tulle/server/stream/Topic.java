package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One type of resource on one stream: what the proxy subscribes to, what it holds, which names are
/// due to be looked at, and the one response that it has not answered yet. Pure.
///
/// A name that is due is compared with what the proxy holds only when a response is put together,
/// so that however often it changed meanwhile, the latest content goes out, once.
final class Topic {

  private final ResourceType type;
  private final boolean incremental;
  private final Interest interest;
  private final Map<String, Holding> held = new HashMap<>();
  private final Map<String, Long> due = new LinkedHashMap<>();
  private final Map<String, Long> later = new LinkedHashMap<>();
  private final Set<String> mustAnswer = new HashSet<>();
  private final Refusals refusals = new Refusals();
  private @Nullable Flight flight;
  private boolean enumerate;
  private boolean unanswered;
  private final Set<String> nonces = new HashSet<>(Set.of(""));

  Topic(ResourceType type, boolean incremental) {
    this.type = type;
    this.incremental = incremental;
    this.interest = new Interest(type.hasWildcard());
  }

  ResourceType type() {
    return type;
  }

  Interest interest() {
    return interest;
  }

  Refusals refusals() {
    return refusals;
  }

  boolean inFlight() {
    return flight != null;
  }

  List<Encoded> contentsInFlight() {
    return flight == null
        ? List.of()
        : flight.sent().values().stream().map(Flight.Sent::content).toList();
  }

  /// In state-of-the-world a response of this type is all that there is, and absence is removal.
  boolean wholeWorld() {
    return !incremental && type.hasWildcard();
  }

  // ---- requests ----

  void begin(Request.Delta request, long sequence) {
    request.held().forEach((name, version) -> held.put(name, new Holding(version, null)));
    var everything = request.subscribe().isEmpty() && request.unsubscribe().isEmpty();
    if (everything) {
      interest.beginEverything();
    }
    request.subscribe().forEach(interest::add);
    request.unsubscribe().forEach(interest::drop);
    enumerate = interest.everything();
    unanswered = interest.everything() && request.held().isEmpty();
    for (var name : request.subscribe()) {
      if (interest.named(name)) {
        mustAnswer.add(name);
        schedule(name, sequence);
      }
    }
    held.keySet().removeIf(name -> !interest.covers(name));
    held.keySet().forEach(name -> schedule(name, sequence));
  }

  /// A name that is subscribed to again is sent again: the proxy may have forgotten it.
  void subscribe(List<String> names, long sequence) {
    for (var name : names) {
      interest.add(name);
      if (interest.isWildcard(name)) {
        held.clear();
        enumerate = true;
      } else {
        resend(name, sequence);
      }
    }
  }

  /// Forgets what is no longer wanted. A name that the wildcard still covers is sent again, because
  /// the proxy cannot know whether it is covered.
  void unsubscribe(List<String> names, long sequence) {
    for (var name : names) {
      if (!interest.drop(name)) {
        continue;
      }
      if (interest.isWildcard(name)) {
        forgetUncovered();
      } else if (interest.everything()) {
        resend(name, sequence);
      } else {
        forget(name);
      }
    }
  }

  /// State of the world: the type's first request. The version that it names says little: of a
  /// response that Envoy refused, it may have taken a part.
  Interest.Change begin(Request.Full request, long sequence) {
    var change = interest.replace(request.names());
    unanswered = true;
    enumerate = interest.everything();
    change.added().forEach(name -> schedule(name, sequence));
    return change;
  }

  boolean stale(Request.Full request) {
    return !nonces.contains(request.nonce());
  }

  /// State of the world: a client that needs nothing of a type any more says so, and then gives no
  /// answer to the response that was on its way meanwhile.
  boolean abandons(Request.Full request) {
    return stale(request) && request.names().isEmpty() && !interest.everything();
  }

  Interest.Change abandon(Request.Full request) {
    flight = null;
    nonces.add(request.nonce());
    var change = interest.replace(request.names());
    change.dropped().forEach(this::forget);
    return change;
  }

  /// State of the world: a later request. One that changes nothing and confirms nothing asks for
  /// everything again.
  Interest.Change replace(Request.Full request, boolean confirmed, long sequence) {
    var before = interest.everything();
    var change = interest.replace(request.names());
    change.dropped().forEach(this::forget);
    if (before && !interest.everything()) {
      forgetUncovered();
    }
    change.added().forEach(name -> resend(name, sequence));
    enumerate |= !before && interest.everything();
    var unchanged =
        change.added().isEmpty() && change.dropped().isEmpty() && before == interest.everything();
    var wantsSome = interest.everything() || interest.size() > 0;
    if (unchanged && wantsSome && !confirmed && request.refusal().isEmpty()) {
      unanswered = true;
      if (!wholeWorld()) {
        request.names().forEach(name -> resend(name, sequence));
      }
    } else if (!change.added().isEmpty() || (before != interest.everything())) {
      unanswered = true;
    }
    return change;
  }

  private void resend(String name, long sequence) {
    if (!wholeWorld()) {
      held.remove(name);
    }
    if (incremental) {
      mustAnswer.add(name);
    }
    schedule(name, sequence);
  }

  private void forget(String name) {
    held.remove(name);
    due.remove(name);
    later.remove(name);
    mustAnswer.remove(name);
    refusals.acquit(name);
  }

  private void forgetUncovered() {
    var known = new HashSet<>(held.keySet());
    known.addAll(due.keySet());
    refusals.standing().forEach(refused -> known.add(refused.content().name()));
    known.stream().filter(name -> !interest.covers(name)).forEach(this::forget);
  }

  private void schedule(String name, long sequence) {
    due.putIfAbsent(name, sequence);
    if (View.inOrder(type)) {
      later.putIfAbsent(name, sequence);
    }
  }

  // ---- publications ----

  void changed(Collection<String> names, long sequence) {
    var queue = View.inOrder(type) ? later : due;
    names.forEach(name -> queue.putIfAbsent(name, sequence));
  }

  /// Endpoints of a cluster that was changed: Envoy waits for them to be sent again before it uses
  /// the cluster, even though they are the same.
  void repeat(String name, long sequence) {
    if (interest.covers(name)) {
      held.remove(name);
      due.putIfAbsent(name, sequence);
    }
  }

  void adopt() {
    later.forEach(due::putIfAbsent);
    later.clear();
  }

  boolean hasLater() {
    return !later.isEmpty();
  }

  /// The lowest sequence number that this type has not brought to the proxy; `parked` leaves out
  /// removals that wait for the end of a refusal.
  long outstanding(boolean parked) {
    var least = Math.min(refusals.since(), flight == null ? Long.MAX_VALUE : flight.since());
    if (!parked) {
      least = Math.min(least, least(due.values()));
    }
    return Math.min(least, least(later.values()));
  }

  private static long least(Collection<Long> sequences) {
    return sequences.stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
  }

  boolean idle() {
    return flight == null && due.isEmpty() && !refusals.undecided() && !enumerate;
  }

  /// Something that is served was never confirmed to have arrived, in any version.
  boolean missesContent(View view) {
    var open = flight;
    if (open != null && open.sent().values().stream().anyMatch(s -> s.before().isEmpty())) {
      return true;
    }
    return due.keySet().stream()
        .filter(name -> !held.containsKey(name) && interest.covers(name))
        .map(name -> view.find(type, name))
        .anyMatch(content -> content != null && !refusals.stands(content));
  }

  /// How much there is to look at, sent or not.
  int open() {
    return due.size() + refusals.parts();
  }

  boolean undecided() {
    return flight != null || refusals.undecided();
  }

  // ---- answers ----

  Verdict answer(Request request) {
    var open = flight;
    if (open == null || !open.nonce().equals(request.nonce())) {
      return new Verdict.Silent();
    }
    flight = null;
    var contents = open.sent().values().stream().map(Flight.Sent::content).toList();
    if (request.refusal().isEmpty()) {
      open.sent().keySet().forEach(refusals::acquit);
      contents.forEach(Encoded::accept);
      return new Verdict.Accepted(type, contents);
    }
    var words = request.refusal().get();
    open.sent().forEach(this::doubt);
    var blamed = wholeWorld() ? quoted(contents, words) : contents.size() == 1 ? contents : null;
    if (blamed == null) {
      refusals.takeApart(contents, words, open.since());
      return new Verdict.Refused(type, List.of(), words);
    }
    blamed.forEach(content -> refusals.convict(content, words));
    contents.stream()
        .filter(content -> !blamed.contains(content))
        .forEach(content -> due.putIfAbsent(content.name(), open.since()));
    return new Verdict.Refused(type, blamed, words);
  }

  private static List<Encoded> quoted(List<Encoded> contents, String words) {
    var quoted = contents.stream().filter(content -> words.contains(content.name())).toList();
    return quoted.isEmpty() ? contents : quoted;
  }

  private void doubt(String name, Flight.Sent sent) {
    if (!interest.covers(name)) {
      return;
    }
    var content = sent.before().map(Holding::content).orElse(null);
    held.put(name, new Holding(Holding.UNKNOWN, content));
  }

  // ---- responses: see Composer ----

  /// The proxy has this content: it says so itself where it had it before this stream began.
  void has(Encoded content, Holding holding) {
    if (holding.content() == null) {
      content.accept();
      held.put(content.name(), new Holding(content.version(), content));
    }
  }

  Map<String, Holding> held() {
    return held;
  }

  Map<String, Long> due() {
    return due;
  }

  boolean incremental() {
    return incremental;
  }

  /// Marks every name of what is served as due, once after the wildcard was subscribed to.
  void enumerate(View view) {
    if (!enumerate) {
      return;
    }
    enumerate = false;
    var sequence = view.latest().sequence();
    view.adopted().of(type).keySet().forEach(name -> schedule(name, sequence));
    if (view.behind()) {
      view.latest().of(type).keySet().forEach(name -> later.putIfAbsent(name, sequence));
    }
  }

  boolean mustAnswer(String name) {
    return mustAnswer.contains(name);
  }

  void settled(String name) {
    mustAnswer.remove(name);
  }

  boolean unanswered() {
    return unanswered;
  }

  void depart(String nonce, List<Encoded> contents, long since) {
    var sent = new LinkedHashMap<String, Flight.Sent>();
    for (var content : contents) {
      var before = held.put(content.name(), new Holding(content.version(), content));
      sent.put(content.name(), new Flight.Sent(content, Optional.ofNullable(before)));
      mustAnswer.remove(content.name());
    }
    flight = new Flight(nonce, sent, since);
    nonces.clear();
    nonces.add(nonce);
    unanswered = false;
  }

  List<Encoded> heldContents() {
    var contents = new ArrayList<Encoded>();
    for (var holding : held.values()) {
      if (holding.content() != null) {
        contents.add(holding.content());
      }
    }
    return contents;
  }

  @Override
  public String toString() {
    return type + " due " + due + " later " + later + " in flight " + flight;
  }
}
