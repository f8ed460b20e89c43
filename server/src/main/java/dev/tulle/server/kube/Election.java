package dev.tulle.server.kube;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Owns a thread that holds a Lease, or waits for it. Whoever holds it stops believing so before
/// another one can take it: from the moment a renewal was *asked for*, by its own clock, it counts
/// for less time than the others wait. It is given back when this is closed.
public final class Election implements Leadership, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Election.class);

  /// How long the others wait after the last renewal that they have seen.
  static final Duration LEASE = Duration.ofSeconds(10);

  /// How long the holder counts on a renewal.
  static final Duration VALID = Duration.ofSeconds(7);

  private static final Duration RENEW = Duration.ofSeconds(2);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /// Which Lease, and who we are: the name of a pod.
  public record Candidate(String namespace, String lease, String holder) {}

  private final ApiServer server;
  private final Candidate candidate;
  private final Clock clock;
  private final RandomGenerator random;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile long validUntil = System.nanoTime();
  private boolean told;
  private String seenVersion = "";
  private long seenAt;

  public Election(ApiServer server, Candidate candidate, Clock clock, RandomGenerator random) {
    this.server = server;
    this.candidate = candidate;
    this.clock = clock;
    this.random = random;
    this.thread = Thread.ofVirtual().name("election").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  @Override
  public boolean isLeader() {
    return System.nanoTime() - validUntil < 0;
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        turn();
        tell();
        Thread.sleep(RENEW.plusMillis(random.nextLong(RENEW.toMillis() / 4)));
      }
    } catch (InterruptedException _) {
      release();
    }
  }

  private void turn() throws InterruptedException {
    long asked = System.nanoTime();
    try {
      if (claim()) {
        validUntil = asked + VALID.toNanos();
      } else {
        validUntil = asked;
      }
    } catch (ApiFailure e) {
      if (e.why() != ApiFailure.Cause.CONFLICT) {
        LOG.warn("the lease {} cannot be had: {}", candidate.lease(), e.getMessage());
      }
    }
  }

  /// True if we hold it now.
  private boolean claim() throws ApiFailure, InterruptedException {
    ObjectNode lease;
    try {
      lease = server.get(path());
    } catch (ApiFailure e) {
      if (e.why() != ApiFailure.Cause.ABSENT) {
        throw e;
      }
      server.create(collection(), held(empty(), ""));
      return true;
    }
    var holder = lease.path("spec").path("holderIdentity").asString("");
    if (!holder.equals(candidate.holder()) && !holder.isEmpty() && !expired(lease)) {
      return false;
    }
    server.replace(path(), held(lease, holder));
    return true;
  }

  /// Whether nobody has renewed it for as long as a lease lasts, by our own clock.
  private boolean expired(ObjectNode lease) {
    var version = Versions.of(lease);
    long now = System.nanoTime();
    if (!version.equals(seenVersion)) {
      seenVersion = version;
      seenAt = now;
    }
    return now - seenAt >= LEASE.toNanos();
  }

  private ObjectNode held(ObjectNode lease, String before) {
    var now = TIME.format(clock.instant());
    var spec = lease.withObject("/spec");
    if (!before.equals(candidate.holder())) {
      spec.put("acquireTime", now);
      spec.put("leaseTransitions", spec.path("leaseTransitions").asInt(0) + 1);
    }
    spec.put("holderIdentity", candidate.holder());
    spec.put("leaseDurationSeconds", LEASE.toSeconds());
    spec.put("renewTime", now);
    return lease;
  }

  private ObjectNode empty() {
    var lease = ApiServer.JSON.createObjectNode();
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    lease.withObject("/metadata").put("name", candidate.lease());
    return lease;
  }

  private void tell() {
    boolean leads = isLeader();
    if (leads != told) {
      told = leads;
      LOG.info(leads ? "this replica writes statuses now" : "this replica writes no statuses now");
      listeners.forEach(Runnable::run);
    }
  }

  /// Lets another one take it at once.
  private void release() {
    boolean led = isLeader();
    validUntil = System.nanoTime();
    tell();
    if (!led) {
      return;
    }
    try {
      var lease = server.get(path());
      if (lease.path("spec").path("holderIdentity").asString("").equals(candidate.holder())) {
        lease.withObject("/spec").put("holderIdentity", "");
        server.replace(path(), lease);
      }
    } catch (ApiFailure e) {
      LOG.info("the lease {} was not given back: {}", candidate.lease(), e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private String path() {
    return collection() + "/" + candidate.lease();
  }

  private String collection() {
    return "/apis/coordination.k8s.io/v1/namespaces/" + candidate.namespace() + "/leases";
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
