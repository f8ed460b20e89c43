package dev.tulle.cli.local;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.status.StatusFile;
import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.cli.status.StatusSnapshot.ControlPlane;
import dev.tulle.cli.status.StatusSnapshot.LastChange;
import dev.tulle.cli.status.StatusSnapshot.State;
import dev.tulle.cli.view.Latest;
import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.name.ObjectName;
import dev.tulle.server.loop.Published;
import dev.tulle.server.status.Programmed;
import dev.tulle.server.stream.ProxyState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the newest of what each part knows, and tells the outside what it comes to: the status
/// file, and whoever listens. The parts call in from their threads and never wait.
final class StatusBoard implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StatusBoard.class);
  private static final int REST = 4;
  private static final Duration LONGEST_REST = Duration.ofMillis(200);

  /// What is asked anew for each snapshot.
  record Gauges(
      Supplier<List<ProxyState>> proxies,
      Supplier<Boolean> gatewayRuns,
      Supplier<Long> failures,
      Supplier<List<FileFinding>> problems) {}

  private final Instance instance;
  private final UpOptions options;
  private final Gauges gauges;
  private final Clock clock;
  private final Instant since;
  private final PublishTimes times = new PublishTimes();
  private final Consumer<StatusSnapshot> listener;
  private final StatusFile file;
  private final Latest<State> teller;
  private volatile State state = State.STARTING;
  private volatile LastChange lastChange = LastChange.NONE;
  private volatile Reconciler.@Nullable Turn turn;
  private volatile @Nullable Published published;
  private @Nullable Published judged;
  private Set<ObjectName> rendered = Set.of();

  StatusBoard(
      Instance instance,
      UpOptions options,
      Gauges gauges,
      Clock clock,
      Consumer<StatusSnapshot> listener) {
    this.instance = instance;
    this.options = options;
    this.gauges = gauges;
    this.clock = clock;
    this.since = clock.instant();
    this.listener = listener;
    this.file = StatusFile.in(instance.run());
    this.teller = new Latest<>("status", this::tell);
  }

  void state(State next) {
    state = next;
    changed();
  }

  void turned(Reconciler.Turn next) {
    turn = next;
    changed();
  }

  void published(Published next) {
    times.published(next.sequence(), clock.instant());
    published = next;
    changed();
  }

  void lastChange(LastChange change) {
    lastChange = change;
    changed();
  }

  /// Something that is asked for has changed.
  void changed() {
    teller.give(state);
  }

  @Override
  public void close() {
    teller.close();
  }

  /// Looked for once for each publication, and not for each ACK.
  @SuppressWarnings("ReferenceEquality")
  private Set<ObjectName> rendered(@Nullable Published latest) {
    if (latest != null && latest != judged) {
      rendered = Programmed.rendered(latest);
      judged = latest;
    }
    return rendered;
  }

  private void tell(State now) {
    long begun = System.nanoTime();
    write(now);
    rest(System.nanoTime() - begun);
  }

  /// A hundred proxies that answer are a hundred news: most of the time is theirs.
  private static void rest(long worked) {
    try {
      Thread.sleep(Duration.ofNanos(Math.min(worked * REST, LONGEST_REST.toNanos())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(State now) {
    var known = turn;
    if (known == null) {
      return;
    }
    var latest = published;
    var plane =
        new ControlPlane(
            ProcessHandle.current().pid(),
            since,
            now,
            latest == null ? 0 : latest.sequence(),
            gauges.failures().get(),
            lastChange);
    var snapshot =
        Snapshots.of(
            new Snapshots.Parts(
                instance,
                options,
                plane,
                known,
                latest,
                rendered(latest),
                gauges.proxies().get(),
                settled -> times.pendingMillis(settled, clock.instant()),
                gauges.gatewayRuns().get(),
                gauges.problems().get()));
    try {
      file.write(snapshot);
    } catch (IOException e) {
      log.warn("the status cannot be written: {}", e.getMessage());
    }
    listener.accept(snapshot);
  }
}
