package dev.tulle.server.status;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.StatusDetail;
import dev.tulle.server.kube.ApiFailure;
import dev.tulle.server.kube.Election;
import dev.tulle.server.kube.ObservedStatuses;
import dev.tulle.server.kube.ObservedStatuses.Observed;
import dev.tulle.server.kube.StatusResource;
import dev.tulle.server.loop.Published;
import dev.tulle.server.stream.ProxyState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Owns the one thread that writes statuses, while this replica leads. It always writes what is
/// newest, only what differs from what is there, and one object after the other, Gateways before
/// routes. What could not be written is tried again, ever more slowly: what is forbidden by itself,
/// and everything while the API server does not answer.
public final class StatusWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final int MOST_DOUBLINGS = 5;
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /// A hundred proxies that answer are a hundred news.
  private static final Duration REST = Duration.ofMillis(20);

  /// How long what is newest may wait for what was newest before, as where a thousand routes came.
  private static final Duration PASS = Duration.ofMillis(500);

  /// How long proxies may take to connect to a control plane that was restarted.
  private static final Duration SETTLING = Duration.ofSeconds(30);

  private final Sources sources;
  private final ObservedStatuses observed;
  private final StatusResource resource;
  private final Election election;
  private final Clock clock;
  private final FindingEvents events;
  private final Acknowledgements acknowledgements = new Acknowledgements();
  private final Reachability reachability = new Reachability();
  private final BlockingQueue<Boolean> news = new ArrayBlockingQueue<>(1);
  private final Map<ObjectName, Written> written = new HashMap<>();
  private final Map<ObjectName, Compared> asWanted = new HashMap<>();
  private final Map<ObjectName, Forbidden> forbidden = new HashMap<>();
  private final AtomicLong writes = new AtomicLong();
  private final Thread thread;
  private int failures;
  private Optional<Instant> ledSince = Optional.empty();

  /// What is asked for the newest each time: what is in force, who is connected, and what keeps a
  /// gateway from having proxies, by gateway.
  public record Sources(
      Supplier<Optional<Published>> published,
      Supplier<List<ProxyState>> proxies,
      Supplier<Map<ObjectName, String>> problems) {}

  /// What was written of an object last, and what its status was then: as long as both are the
  /// same, there is nothing to do, also where the API server has made something else of it.
  private record Written(ObjectNode wanted, JsonNode became) {}

  private record Forbidden(int times, Instant again) {}

  private enum Outcome {
    DONE,
    /// It is tried again when its time has come.
    LATER,
    /// The API server has not answered.
    AWAY
  }

  /// What a status follows from. What is the same instance is not looked at again.
  private record Compared(
      ObjectStatus status,
      Observed observed,
      Optional<Condition> programmed,
      boolean reachable,
      long generation) {

    @SuppressWarnings("ReferenceEquality")
    boolean sameAs(@Nullable Compared other) {
      return other != null
          && other.status == status
          && other.observed == observed
          && other.reachable == reachable
          && other.generation == generation
          && other.programmed.equals(programmed);
    }

    StatusFields.Input input(Instant now) {
      return new StatusFields.Input(
          status, programmed, reachable, generation, observed.status(), now);
    }
  }

  public StatusWriter(
      Sources sources,
      ObservedStatuses observed,
      StatusResource resource,
      Election election,
      Clock clock) {
    this.sources = sources;
    this.observed = observed;
    this.resource = resource;
    this.election = election;
    this.clock = clock;
    this.events = new FindingEvents(resource, clock);
    this.thread = Thread.ofVirtual().name("statuses").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /// Something may have to be written. Returns at once.
  public void changed() {
    var _ = news.offer(true);
  }

  /// How many statuses this replica has written.
  public long written() {
    return writes.get();
  }

  private void run() {
    try {
      while (true) {
        var pause = reachability.next(clock.instant(), LOOK_AGAIN);
        var _ = news.poll(pause.toMillis() + 1, TimeUnit.MILLISECONDS);
        var published = sources.published().get();
        if (published.isPresent()) {
          turn(published.get());
        }
        Thread.sleep(REST);
      }
    } catch (InterruptedException _) {
      LOG.debug("statuses are written no more");
    }
  }

  /// Every replica follows its proxies and whether they can be reached; the one that leads writes.
  private void turn(Published published) throws InterruptedException {
    var own = acknowledgements.follow(published, sources.proxies().get());
    var reachable = reachability.follow(published, clock.instant());
    election.report(own.text());
    if (!election.isLeader()) {
      written.clear();
      asWanted.clear();
      forbidden.clear();
      events.forget();
      ledSince = Optional.empty();
      return;
    }
    var since = ledSince.orElseGet(clock::instant);
    ledSince = Optional.of(since);
    boolean settling = clock.instant().isBefore(since.plus(SETTLING));
    var all = new ArrayList<>(List.of(own));
    election.reports().values().forEach(text -> all.add(Acknowledged.of(text)));
    var problems = sources.problems().get();
    int failed = write(new Judged(published, acknowledgements, all, reachable, problems, settling));
    failures = failed == 0 ? 0 : failures + 1;
    if (failed > 0) {
      Thread.sleep(pause(failures));
      changed();
    }
  }

  private static Duration pause(int failures) {
    return SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
  }

  /// Returns how often there was no answer.
  private int write(Judged now) throws InterruptedException {
    int failed = 0;
    var end = clock.instant().plus(PASS);
    var statuses = now.published().compilation().statuses();
    for (var status : statuses.values()) {
      if (clock.instant().isAfter(end)) {
        changed();
        return failed;
      }
      failed += write(now, status) == Outcome.AWAY ? 1 : 0;
    }
    for (var name : observed.ours()) {
      var status = statuses.get(name);
      if (status == null || status.detail() instanceof StatusDetail.None) {
        failed += withdraw(name) == Outcome.AWAY ? 1 : 0;
      }
    }
    for (var known : List.of(written, asWanted, forbidden)) {
      known.keySet().removeIf(name -> observed.of(name).isEmpty());
    }
    if (election.isLeader()) {
      events.turn(now.published());
    }
    return failed;
  }

  private Outcome write(Judged now, ObjectStatus status) throws InterruptedException {
    var name = status.object();
    var seen = observed.of(name);
    if (status.detail() instanceof StatusDetail.None || seen.isEmpty()) {
      return Outcome.DONE;
    }
    var compared =
        new Compared(
            status,
            seen.get(),
            now.programmed(name, seen.get().status()),
            now.isReachable(status.detail()),
            now.generation(name));
    if (compared.sameAs(asWanted.get(name))) {
      return Outcome.DONE;
    }
    try {
      var wanted = StatusFields.of(compared.input(clock.instant()));
      var outcome = wanted.isEmpty() ? Outcome.DONE : put(name, wanted.get(), seen.get());
      if (outcome == Outcome.DONE && isCurrent(name, seen.get())) {
        asWanted.put(name, compared);
      }
      return outcome;
    } catch (RuntimeException e) {
      LOG.error("a bug while writing the status of {}", name, e);
      return Outcome.DONE;
    }
  }

  /// Nothing was written: what was compared is as it is to be.
  @SuppressWarnings("ReferenceEquality")
  private boolean isCurrent(ObjectName name, Observed seen) {
    return observed.of(name).orElse(null) == seen;
  }

  /// Takes back what we once wrote of an object that is none of ours any more.
  private Outcome withdraw(ObjectName name) throws InterruptedException {
    var seen = observed.of(name);
    return seen.isEmpty()
        ? Outcome.DONE
        : put(name, StatusFields.withdrawn(seen.get().status()), seen.get());
  }

  private boolean isThere(ObjectName name, ObjectNode wanted, Observed seen) {
    var last = written.get(name);
    return seen.status().equals(wanted)
        || (last != null && last.wanted().equals(wanted) && last.became().equals(seen.status()));
  }

  private Outcome put(ObjectName name, ObjectNode wanted, Observed seen)
      throws InterruptedException {
    if (isThere(name, wanted, seen) || !election.isLeader()) {
      return Outcome.DONE;
    }
    var before = forbidden.get(name);
    if (before != null && clock.instant().isBefore(before.again())) {
      return Outcome.LATER;
    }
    // with entries of others in it, it must be written onto the version that has them
    var version =
        wanted.has("parents") || wanted.has("ancestors")
            ? Optional.of(seen.version())
            : Optional.<String>empty();
    try {
      var became = resource.apply(name, seen.uid(), version, wanted);
      writes.incrementAndGet();
      forbidden.remove(name);
      written.put(name, new Written(wanted, became.path("status")));
      observed.put(name, became);
      LOG.atDebug().addKeyValue("object", name).log("a status was written");
      return Outcome.DONE;
    } catch (ApiFailure e) {
      return switch (e.why()) {
        // a newer version is on its way to us, or the object has gone: either is news
        case CONFLICT, ABSENT, GONE -> {
          LOG.debug("the status of {} has to wait: {}", name, e.getMessage());
          yield Outcome.DONE;
        }
        case INVALID -> {
          LOG.error("the status of {} is refused: {}", name, e.getMessage());
          written.put(name, new Written(wanted, seen.status()));
          yield Outcome.DONE;
        }
        case FORBIDDEN -> {
          LOG.warn("the status of {} cannot be written: {}", name, e.getMessage());
          int times = before == null ? 0 : before.times() + 1;
          forbidden.put(name, new Forbidden(times, clock.instant().plus(pause(times))));
          yield Outcome.LATER;
        }
        case UNAVAILABLE -> {
          LOG.warn("the status of {} cannot be written: {}", name, e.getMessage());
          yield Outcome.AWAY;
        }
      };
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
