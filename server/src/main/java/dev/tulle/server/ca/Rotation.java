package dev.tulle.server.ca;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns a virtual thread that issues certificates again before they run out, for as long as they
/// are kept. One that cannot be installed is tried again every minute; the old one stays meanwhile.
public final class Rotation implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);
  private static final Duration RETRY = Duration.ofMinutes(1);

  private final Authority authority;
  private final Clock clock;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Kept> kept = new HashMap<>();
  private final Thread thread;
  private boolean closed;

  /// Puts a new certificate where it is used.
  @FunctionalInterface
  public interface Target {
    void install(Issued issued) throws IOException, GeneralSecurityException;
  }

  private record Kept(Bearer bearer, Target target, Instant due) {}

  public Rotation(Authority authority, Clock clock, RandomGenerator random) {
    this.authority = authority;
    this.clock = clock;
    this.random = random;
    this.thread = Thread.ofVirtual().name("certificates").start(this::run);
  }

  /// Keeps the files of a proxy valid. One that is there and not due yet stays, so that a proxy
  /// that outlived us is not disturbed; otherwise there is a new one when this returns.
  public void keep(String name, Bearer bearer, CredentialFiles files) throws IOException {
    try {
      keep(
          name,
          bearer,
          files.current(authority.root(), bearer),
          issued -> files.write(issued, authority.rootPem()));
    } catch (GeneralSecurityException e) {
      throw new IOException("the credentials of " + name + " cannot be written", e);
    }
  }

  /// Keeps what `target` has valid, `current` being what it has already.
  public void keep(String name, Bearer bearer, Optional<X509Certificate> current, Target target)
      throws IOException, GeneralSecurityException {
    var due = current.map(this::due).orElse(Instant.EPOCH);
    if (!due.isAfter(clock.instant())) {
      due = install(bearer, target);
    }
    lock.lock();
    try {
      kept.put(name, new Kept(bearer, target, due));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whose certificate this was is gone.
  public void forget(String name) {
    lock.lock();
    try {
      kept.remove(name);
    } finally {
      lock.unlock();
    }
  }

  private Instant install(Bearer bearer, Target target)
      throws IOException, GeneralSecurityException {
    var issued = authority.issue(bearer);
    target.install(issued);
    LOG.atInfo()
        .addKeyValue("identity", bearer.identity())
        .addKeyValue("until", issued.certificate().getNotAfter().toInstant())
        .log("a certificate was issued");
    return due(issued.certificate());
  }

  private Instant due(X509Certificate certificate) {
    return Renewal.due(certificate, random.nextDouble());
  }

  // ---- the thread ----

  private void run() {
    try {
      while (await()) {
        for (var each : due()) {
          renew(each.getKey(), each.getValue());
        }
      }
    } catch (InterruptedException e) {
      LOG.atDebug().log("certificates are renewed no more");
    }
  }

  /// Waits until something may be due. Never long: the clock of the wall may be set, and a machine
  /// may have slept.
  private boolean await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = RETRY.toNanos();
      while (!closed && left > 0 && dueNow().isEmpty()) {
        left = changed.awaitNanos(Math.min(left, untilNext()));
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private long untilNext() {
    return kept.values().stream()
        .mapToLong(each -> Math.max(1, Duration.between(clock.instant(), each.due()).toMillis()))
        .map(TimeUnit.MILLISECONDS::toNanos)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private List<Map.Entry<String, Kept>> due() {
    lock.lock();
    try {
      return dueNow();
    } finally {
      lock.unlock();
    }
  }

  private List<Map.Entry<String, Kept>> dueNow() {
    var now = clock.instant();
    return kept.entrySet().stream()
        .filter(each -> !each.getValue().due().isAfter(now))
        .map(each -> Map.entry(each.getKey(), each.getValue()))
        .toList();
  }

  private void renew(String name, Kept old) {
    var next = clock.instant().plus(RETRY);
    try {
      next = install(old.bearer(), old.target());
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.atError()
          .addKeyValue("identity", old.bearer().identity())
          .setCause(e)
          .log("a certificate could not be renewed; the next attempt is in a minute");
    }
    lock.lock();
    try {
      kept.replace(name, old, new Kept(old.bearer(), old.target(), next));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }
}
