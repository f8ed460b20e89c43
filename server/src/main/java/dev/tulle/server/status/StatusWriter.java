package dev.tulle.server.status;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.StatusDetail;
import dev.tulle.server.kube.ApiFailure;
import dev.tulle.server.kube.Leadership;
import dev.tulle.server.kube.ObservedStatuses;
import dev.tulle.server.kube.ObservedStatuses.Observed;
import dev.tulle.server.kube.StatusResource;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Owns the one thread that writes statuses, while this replica leads. It always writes what is
/// newest, only what differs from what is there, and one object after the other; what could not be
/// written is tried again, ever more slowly.
public final class StatusWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final int MOST_DOUBLINGS = 5;
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Supplier<Optional<Judged>> judged;
  private final ObservedStatuses observed;
  private final StatusResource resource;
  private final Leadership leadership;
  private final Clock clock;
  private final BlockingQueue<Boolean> news = new ArrayBlockingQueue<>(1);
  private final Map<ObjectName, Written> written = new HashMap<>();
  private final Thread thread;
  private int failures;

  /// What was written of an object last, and what its status was then: as long as both are the
  /// same, there is nothing to do, also where the API server has made something else of it.
  private record Written(ObjectNode wanted, JsonNode became) {}

  /// `judged` is asked for the newest each time.
  public StatusWriter(
      Supplier<Optional<Judged>> judged,
      ObservedStatuses observed,
      StatusResource resource,
      Leadership leadership,
      Clock clock) {
    this.judged = judged;
    this.observed = observed;
    this.resource = resource;
    this.leadership = leadership;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("statuses").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /// Something may have to be written. Returns at once.
  public void changed() {
    var _ = news.offer(true);
  }

  private void run() {
    try {
      while (true) {
        var _ = news.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        if (leadership.isLeader()) {
          var now = judged.get();
          if (now.isPresent()) {
            turn(now.get());
          }
        } else {
          written.clear();
        }
      }
    } catch (InterruptedException _) {
      LOG.debug("statuses are written no more");
    }
  }

  private void turn(Judged now) throws InterruptedException {
    int failed = 0;
    for (var status : now.published().compilation().statuses().values()) {
      if (!leadership.isLeader()) {
        return;
      }
      failed += write(now, status) ? 0 : 1;
    }
    failures = failed == 0 ? 0 : failures + 1;
    if (failed > 0) {
      Thread.sleep(SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS)));
      changed();
    }
  }

  /// False if it has to be tried again.
  private boolean write(Judged now, ObjectStatus status) throws InterruptedException {
    var name = status.object();
    if (status.detail() instanceof StatusDetail.None) {
      return true;
    }
    var seen = observed.of(name);
    if (seen.isEmpty()) {
      return true;
    }
    try {
      var wanted =
          StatusFields.of(
              new StatusFields.Input(
                  status,
                  now.programmed(name, seen.get().status()),
                  now.generation(name),
                  seen.get().status(),
                  clock.instant()));
      return wanted.isEmpty()
          || isThere(name, wanted.get(), seen.get())
          || put(status, wanted.get(), seen.get());
    } catch (RuntimeException e) {
      LOG.error("a bug while writing the status of {}", name, e);
      return true;
    }
  }

  private boolean isThere(ObjectName name, ObjectNode wanted, Observed seen) {
    var last = written.get(name);
    return seen.status().equals(wanted)
        || (last != null && last.wanted().equals(wanted) && last.became().equals(seen.status()));
  }

  private boolean put(ObjectStatus status, ObjectNode wanted, Observed seen)
      throws InterruptedException {
    var name = status.object();
    // with entries of others in it, it must be written onto the version that has them
    var version =
        status.detail() instanceof StatusDetail.ByParent
            ? Optional.of(seen.version())
            : Optional.<String>empty();
    try {
      var became = resource.apply(name, seen.uid(), version, wanted);
      written.put(name, new Written(wanted, became.path("status")));
      observed.put(name, became);
      LOG.atDebug().addKeyValue("object", name).log("a status was written");
      return true;
    } catch (ApiFailure e) {
      return switch (e.why()) {
        // a newer version is on its way to us, or the object has gone
        case CONFLICT, ABSENT, GONE -> {
          LOG.debug("the status of {} has to wait: {}", name, e.getMessage());
          yield e.why() == ApiFailure.Cause.ABSENT;
        }
        case INVALID -> {
          LOG.error("the status of {} is refused: {}", name, e.getMessage());
          written.put(name, new Written(wanted, seen.status()));
          yield true;
        }
        case FORBIDDEN, UNAVAILABLE -> {
          LOG.warn("the status of {} cannot be written: {}", name, e.getMessage());
          yield false;
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
