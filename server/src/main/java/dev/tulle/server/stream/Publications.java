package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import dev.tulle.core.xds.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Where the loop hands in what each scope is to be served, and where it can be read how far the
/// proxies have come. Safe for any thread; nothing here waits for a proxy, except what says so.
///
/// Until [#synced] every stream is turned away with UNAVAILABLE, and a proxy whose scope is unknown
/// or not yet published waits without an answer.
public final class Publications {

  /// How long a scope is kept for proxies that come back.
  static final Duration KEPT = Duration.ofMinutes(5);

  private final ScopeDirectory directory;
  private final Consumer<Scope> scopeWanted;
  private final LongSupplier nanoTime;
  private final Encodings encodings = new Encodings();
  private final Map<Scope, Feed> feeds = new ConcurrentHashMap<>();
  private final Set<ProxyStream> streams = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean synced;

  /// `scopeWanted` is called, from a stream's thread, when a proxy of a scope connects that has not
  /// been published yet.
  public Publications(ScopeDirectory directory, Consumer<Scope> scopeWanted) {
    this(directory, scopeWanted, System::nanoTime);
  }

  Publications(ScopeDirectory directory, Consumer<Scope> scopeWanted, LongSupplier nanoTime) {
    this.directory = directory;
    this.scopeWanted = scopeWanted;
    this.nanoTime = nanoTime;
  }

  /// Every source has delivered its first full list: streams are admitted from now on.
  public void synced() {
    synced = true;
  }

  public boolean isSynced() {
    return synced;
  }

  /// What a scope is served from now on. Sequence numbers grow; resources that are the same as
  /// before cost nothing, so that every scope can be published at every sequence number.
  ///
  /// False where the scope has had proxies, but none for some minutes: then it is forgotten, and
  /// need not be rendered until `scopeWanted` is called for it again.
  public boolean publish(Scope scope, long sequence, Resources resources) {
    var since = nanoTime.getAsLong() - KEPT.toNanos();
    if (feeds.containsKey(scope) && forgotten(scope, since)) {
      return false;
    }
    feed(scope).publish(sequence, resources);
    moved();
    return true;
  }

  private boolean forgotten(Scope scope, long since) {
    return feeds.computeIfPresent(scope, (key, feed) -> feed.deserted(since) ? null : feed) == null;
  }

  /// Scopes that some proxy has asked for, and that are therefore worth rendering.
  public Set<Scope> wanted() {
    return Set.copyOf(feeds.keySet());
  }

  /// The directory may answer differently now: proxies that wait are looked up again, and one that
  /// belongs to another scope than before is made to reconnect.
  public void scopesChanged() {
    streams.forEach(ProxyStream::scopesChanged);
  }

  /// Every connected stream, in the order of their connection.
  public List<ProxyState> proxies() {
    var states = new ArrayList<ProxyState>();
    streams.forEach(stream -> stream.state().ifPresent(states::add));
    states.sort(Comparator.comparingLong(state -> state.proxy().stream()));
    return states;
  }

  /// Waits until every connected proxy has answered, with an ACK or a NACK, all that it was
  /// concerned by up to this sequence number; false when that takes longer. Call it after `publish`
  /// has returned for every scope. Who is not connected is not waited for.
  public boolean awaitSequence(long sequence, Duration atMost) throws InterruptedException {
    var left = atMost.toNanos();
    waiting.incrementAndGet();
    lock.lockInterruptibly();
    try {
      while (streams.stream().anyMatch(stream -> stream.behind(sequence))) {
        if (left <= 0) {
          return false;
        }
        left = progress.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
      waiting.decrementAndGet();
    }
  }

  // ---- for the streams ----

  Optional<Scope> scopeOf(Peer peer) {
    return directory.scopeOf(peer);
  }

  /// The feed of a scope, for a stream that leaves it in the end.
  Feed enter(Scope scope) {
    var entered =
        feeds.compute(
            scope,
            (key, known) -> {
              var feed = known == null ? new Feed(encodings) : known;
              feed.enter();
              return feed;
            });
    if (entered.sequence() == 0) {
      scopeWanted.accept(scope);
    }
    return entered;
  }

  void leave(Feed feed, Feed.Subscriber stream, Map<ResourceType, Set<String>> subscribed) {
    feed.leave(stream, subscribed, nanoTime.getAsLong());
  }

  private Feed feed(Scope scope) {
    return feeds.computeIfAbsent(scope, key -> new Feed(encodings));
  }

  void opened(ProxyStream stream) {
    streams.add(stream);
  }

  void closed(ProxyStream stream) {
    streams.remove(stream);
    moved();
  }

  /// Some stream has come further.
  void moved() {
    if (waiting.get() == 0) {
      return;
    }
    lock.lock();
    try {
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void endAll(String why) {
    streams.forEach(stream -> stream.end(new Inbox.End(why, true)));
  }
}
