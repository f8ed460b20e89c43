package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Scope;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns the virtual thread of one stream of one proxy: takes what arrives, gives it to the
/// [Conversation], and writes what that yields whenever the proxy can take it.
final class ProxyStream {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyStream.class);

  private final ServerCall<Wire.Received, Frame> call;
  private final Peer peer;
  private final Kind kind;
  private final Site site;
  private final long id;
  private final Inbox inbox = new Inbox();
  private final Allowance allowance;
  private final Instant since;
  private volatile @Nullable Joined joined;
  private @Nullable Feed feed;
  private volatile long outstanding;
  private volatile List<Refusals.Refused> refused = List.of();
  private volatile boolean recheckScope;
  private long told = -1;
  private long stalledAt = NOT_STALLED;
  private long introducedAt = INTRODUCED;

  private static final long NOT_STALLED = -1;
  private static final long INTRODUCED = Long.MIN_VALUE;

  /// How long after its first request a proxy may take to say what else it subscribes to.
  private static final Duration INTRODUCTION = Duration.ofSeconds(1);

  /// Incremental or not; all types, or the one of a per-type service.
  record Kind(boolean incremental, Optional<ResourceType> only) {}

  private record Joined(Proxy proxy, Feed feed, Conversation conversation) {}

  /// The stream ends here, with this status.
  private static final class Cut extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Status status;

    Cut(Status status) {
      super(status.getDescription());
      this.status = status;
    }
  }

  ProxyStream(ServerCall<Wire.Received, Frame> call, Peer peer, Kind kind, Site site) {
    this.call = call;
    this.peer = peer;
    this.kind = kind;
    this.site = site;
    this.id = site.nextStream();
    this.since = site.clock().instant();
    this.allowance = new Allowance(site.limits(), site.nanoTime());
  }

  Inbox inbox() {
    return inbox;
  }

  void end(Inbox.End why) {
    inbox.end(why);
  }

  void scopesChanged() {
    recheckScope = true;
    inbox.signal();
  }

  // ---- the thread ----

  void run() {
    site.counters().streamsOpened.increment();
    site.publications().opened(this);
    var status = Status.INTERNAL.withDescription("the stream failed; Tulle's log says why");
    try {
      converse(join());
    } catch (Cut cut) {
      status = cut.status;
    } catch (InterruptedException e) {
      status = Status.UNAVAILABLE.withDescription("the control plane is stopping");
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("stream", id).setCause(e).log("a stream failed: this is a bug");
    } finally {
      leave(status);
    }
  }

  private void leave(Status status) {
    site.publications().closed(this);
    site.counters().streamsClosed.increment();
    var why = String.valueOf(status.getDescription());
    var was = joined;
    if (feed != null) {
      var subscribed =
          was == null ? Map.<ResourceType, Set<String>>of() : was.conversation().subscribed();
      site.publications().leave(feed, inbox, subscribed);
    }
    if (was != null) {
      LOG.atInfo()
          .addKeyValue("proxy", was.proxy().identity())
          .addKeyValue("node", was.proxy().node())
          .addKeyValue("stream", id)
          .addKeyValue("why", why)
          .log("a proxy disconnected");
      site.feedback().disconnected(was.proxy(), why);
    }
    if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      // Trailers would queue up behind what is not read: only a reset frees the memory.
      call.sendMessage(new Frame.Reset(status));
    } else if (!call.isCancelled()) {
      call.close(status, new Metadata());
    }
  }

  /// Waits for the first request, for the scope to be known, and for it to be published.
  private Wire.Received join() throws InterruptedException, Cut {
    call.request(1);
    Optional<Wire.Received> first = Optional.empty();
    Optional<Scope> scope = Optional.empty();
    Optional<Publication> publication = Optional.empty();
    while (true) {
      var news = inbox.await(timeLeft());
      ended(news);
      first = first.isPresent() ? first : news.request();
      if (first.isEmpty()) {
        continue;
      }
      if (feed == null) {
        scope = site.publications().scopeOf(peer);
        if (scope.isPresent()) {
          feed = site.publications().enter(scope.get());
          publication = feed.join(inbox);
        }
      }
      publication = publication.isPresent() ? publication : news.publication();
      if (feed != null && publication.isPresent()) {
        var proxy = new Proxy(id, peer.identity(), scope.orElseThrow(), label(first.get().node()));
        var conversation =
            new Conversation(Long.toString(id), site.limits().chunkBytes(), publication.get());
        joined = new Joined(proxy, feed, conversation);
        greet(proxy);
        return first.get();
      }
    }
  }

  private void greet(Proxy proxy) {
    LOG.atInfo()
        .addKeyValue("proxy", proxy.identity())
        .addKeyValue("node", proxy.node())
        .addKeyValue("stream", id)
        .addKeyValue("protocol", kind.incremental() ? "delta" : "state-of-the-world")
        .log("a proxy connected");
    site.feedback().connected(proxy);
  }

  private void converse(Wire.Received first) throws InterruptedException, Cut {
    var now = Objects.requireNonNull(joined);
    introducedAt = site.nanoTime().getAsLong() + INTRODUCTION.toNanos();
    receive(now, first);
    while (true) {
      if (introducedAt != INTRODUCED && site.nanoTime().getAsLong() - introducedAt >= 0) {
        introducedAt = INTRODUCED;
        now.conversation().introduced();
      }
      write(now);
      outstanding = now.conversation().outstanding();
      refused = now.conversation().refusals();
      inbox.workedOff();
      site.publications().moved();
      tellSettled(now);
      var news = inbox.await(timeLeft());
      ended(news);
      recheck(now);
      published(now, news);
      if (news.request().isPresent()) {
        receive(now, news.request().get());
      }
    }
  }

  private static void published(Joined now, Inbox.News news) {
    news.publication().ifPresent(latest -> now.conversation().published(latest, news.changed()));
  }

  private void tellSettled(Joined now) {
    long sequence = settled(now, outstanding);
    if (sequence != told) {
      told = sequence;
      now.feed().settled(sequence);
      site.feedback().settled(now.proxy(), sequence);
    }
  }

  private void ended(Inbox.News news) throws Cut {
    if (news.end().isPresent()) {
      throw new Cut(Status.UNAVAILABLE.withDescription(news.end().get().why()));
    }
    if (!site.clock().instant().isBefore(peer.expires())) {
      throw new Cut(
          Status.UNAUTHENTICATED.withDescription(
              "the certificate of "
                  + peer.identity()
                  + " has expired: connect with its successor"));
    }
  }

  private void recheck(Joined now) throws Cut {
    if (recheckScope) {
      recheckScope = false;
      var scope = site.publications().scopeOf(peer);
      if (scope.isPresent() && !scope.get().equals(now.proxy().scope())) {
        throw new Cut(
            Status.UNAVAILABLE.withDescription(
                peer.identity() + " now belongs to another scope: connect again"));
      }
    }
  }

  // ---- requests ----

  private void receive(Joined now, Wire.Received received) throws Cut {
    var over =
        allowance.exceeded(received, now.conversation().names(), site.nanoTime().getAsLong());
    if (over.isPresent()) {
      site.counters().overLimit.increment();
      throw new Cut(Status.RESOURCE_EXHAUSTED.withDescription(over.get()));
    }
    var type = typeOf(received);
    if (type.isPresent()) {
      var reaction = now.conversation().receive(received.request(type.get()));
      var current = now.feed().subscribe(inbox, type.get(), reaction.interest());
      now.conversation().published(current, Map.of());
      // with it, all that changed up to it: of half of it, a wrong order would be made
      published(now, inbox.published());
      report(now, reaction.verdict());
    }
    call.request(1);
  }

  /// A type that we do not serve is no reason to end a stream: there is just no answer.
  private Optional<ResourceType> typeOf(Wire.Received received) {
    if (kind.only().isEmpty()) {
      return ResourceType.ofUrl(received.typeUrl());
    }
    var only = kind.only().get();
    var fits = received.typeUrl().isEmpty() || received.typeUrl().equals(only.url());
    return fits ? kind.only() : Optional.empty();
  }

  private void report(Joined now, Verdict verdict) {
    switch (verdict) {
      case Verdict.Silent() -> {}
      case Verdict.Accepted(var type, var contents) -> {
        site.counters().accepted.increment();
        now.feed().accepted(type, contents);
        LOG.atDebug().addKeyValue("stream", id).addKeyValue("type", type).log("accepted");
        site.feedback().accepted(now.proxy(), type);
      }
      case Verdict.Refused(var type, var blamed, var words) -> {
        site.counters().refused.increment();
        var resources = blamed.stream().map(Encoded::resource).toList();
        LOG.atWarn()
            .addKeyValue("proxy", now.proxy().identity())
            .addKeyValue("stream", id)
            .addKeyValue("type", type)
            .addKeyValue("resources", resources.stream().map(r -> r.name()).toList())
            .addKeyValue("words", words)
            .log("a proxy refused what it was sent");
        if (blamed.size() == 1) {
          // of several, as they come in state of the world, it is not certain which are at fault
          now.feed().refused(blamed.getFirst(), words);
        }
        if (!resources.isEmpty()) {
          site.feedback().refused(now.proxy(), resources, words);
        }
      }
    }
  }

  // ---- responses ----

  private void write(Joined now) throws Cut {
    while (call.isReady()) {
      stalledAt = NOT_STALLED;
      var response = now.conversation().next();
      if (response.isEmpty()) {
        return;
      }
      var next = response.get();
      site.counters().responses.increment();
      site.counters().resources.add(next.resources().size());
      call.sendMessage(new Frame.Message(kind.incremental() ? Wire.delta(next) : Wire.full(next)));
    }
    if (call.isCancelled()) {
      return;
    }
    var time = site.nanoTime().getAsLong();
    stalledAt = stalledAt == NOT_STALLED ? time : stalledAt;
    if (time - stalledAt >= site.limits().unread().toNanos()) {
      site.counters().slow.increment();
      throw new Cut(
          Status.DEADLINE_EXCEEDED.withDescription(
              "nothing was read for " + site.limits().unread().toSeconds() + " s: connect again"));
    }
  }

  private long timeLeft() {
    var left = Duration.between(site.clock().instant(), peer.expires()).toNanos();
    if (stalledAt != NOT_STALLED) {
      var unread = site.limits().unread().toNanos();
      left = Math.min(left, unread - (site.nanoTime().getAsLong() - stalledAt));
    }
    if (introducedAt != INTRODUCED) {
      left = Math.min(left, introducedAt - site.nanoTime().getAsLong());
    }
    return Math.max(left, 1);
  }

  // ---- state, for any thread ----

  Optional<ProxyState> state() {
    var now = joined;
    if (now == null) {
      return Optional.empty();
    }
    var standing =
        refused.stream()
            .map(each -> new ProxyState.Refused(each.content().resource(), each.words()))
            .toList();
    return Optional.of(new ProxyState(now.proxy(), since, settled(now, outstanding), standing));
  }

  boolean behind(long sequence) {
    var now = joined;
    return now != null && settled(now, outstanding) < Math.min(sequence, now.feed().sequence());
  }

  private long settled(Joined now, long waiting) {
    var published = now.feed().sequence();
    return Math.min(published, Math.min(waiting, inbox.since()) - 1);
  }

  private static String label(String node) {
    return node.substring(0, Math.min(node.length(), 128));
  }
}
