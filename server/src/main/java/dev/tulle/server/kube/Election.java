package dev.tulle.server.kube;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Owns a thread that holds a Lease, or waits for it. Whoever holds it stops believing so before
/// another one can take it: from the moment a renewal was *asked for*, by its own clock, it counts
/// for less time than the others wait. It is given back when this is closed. Beside who holds it,
/// the Lease has what each replica reports to the one that leads.
public final class Election implements Leadership, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Election.class);

  /// How long the others wait after the last renewal that they have seen.
  static final Duration LEASE = Duration.ofSeconds(10);

  /// How long the holder counts on a renewal.
  static final Duration VALID = Duration.ofSeconds(7);

  private static final Duration RENEW = Duration.ofSeconds(2);

  /// How soon a replica knows what another one reports.
  private static final Duration LOOK = Duration.ofMillis(800);

  /// Before the name of a replica, the annotation with its report.
  private static final String REPORT = "replica.tulle.dev/";

  /// No name in the key of an annotation may be longer.
  private static final int MOST_OF_A_KEY = 63;

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
  private final Predicate<String> alive;
  private volatile String report = "";
  private volatile Map<String, String> reports = Map.of();
  private volatile long validUntil = System.nanoTime();
  private boolean told;
  private long renewedAt;
  private String seenRenewal = "";
  private long seenAt;

  /// `alive` says of a replica, by its name, whether it is still there.
  public Election(
      ApiServer server,
      Candidate candidate,
      Predicate<String> alive,
      Clock clock,
      RandomGenerator random) {
    this.alive = alive;
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

  /// What this replica has to tell the one that leads: it stands in the Lease a moment later.
  public void report(String text) {
    report = text;
  }

  /// What the other replicas told last, by their names.
  public Map<String, String> reports() {
    return reports;
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        turn();
        tellListeners();
        Thread.sleep(LOOK.plusMillis(random.nextLong(LOOK.toMillis() / 4)));
      }
    } catch (InterruptedException _) {
      release();
    }
  }

  private void turn() throws InterruptedException {
    long asked = System.nanoTime();
    try {
      claim(asked);
    } catch (ApiFailure e) {
      if (e.why() == ApiFailure.Cause.CONFLICT) {
        LOG.debug("the lease {} was written by another one", candidate.lease());
      } else {
        LOG.warn("the lease {} cannot be had: {}", candidate.lease(), e.getMessage());
      }
    }
  }

  private void claim(long asked) throws ApiFailure, InterruptedException {
    ObjectNode lease;
    try {
      lease = server.get(path());
    } catch (ApiFailure e) {
      if (e.why() != ApiFailure.Cause.ABSENT) {
        throw e;
      }
      server.create(collection(), held(empty(), ""));
      renewed(asked);
      return;
    }
    var holder = lease.path("spec").path("holderIdentity").asString("");
    boolean ours = holder.equals(candidate.holder());
    boolean free = ours || holder.isEmpty() || expired(lease);
    boolean told = tell(lease);
    boolean cleaned = learn(lease, free);
    if (!free) {
      validUntil = asked;
    }
    if (free && (!ours || told || cleaned || asked - renewedAt >= RENEW.toNanos())) {
      server.replace(path(), held(lease, holder));
      renewed(asked);
    } else if (told) {
      server.replace(path(), lease);
    }
  }

  private void renewed(long asked) {
    renewedAt = asked;
    validUntil = asked + VALID.toNanos();
  }

  /// Writes our report into the lease; false if it stands there already.
  private boolean tell(ObjectNode lease) {
    var key = REPORT + candidate.holder();
    var text = report;
    if (candidate.holder().length() > MOST_OF_A_KEY) {
      return false;
    }
    var annotations = lease.withObject("/metadata").withObject("/annotations");
    if (annotations.path(key).asString("").equals(text)) {
      return false;
    }
    annotations.put(key, text);
    return true;
  }

  /// Takes in what others report; who leads forgets those that are no more, and then this is true.
  private boolean learn(ObjectNode lease, boolean leads) {
    var annotations = lease.withObject("/metadata").withObject("/annotations");
    var found = new HashMap<String, String>();
    boolean cleaned = false;
    for (var key : List.copyOf(annotations.propertyNames())) {
      var name = key.startsWith(REPORT) ? key.substring(REPORT.length()) : candidate.holder();
      if (!name.equals(candidate.holder())) {
        if (alive.test(name)) {
          found.put(name, annotations.path(key).asString(""));
        } else if (leads) {
          annotations.remove(key);
          cleaned = true;
        }
      }
    }
    boolean news = !found.equals(reports);
    reports = Map.copyOf(found);
    if (news) {
      listeners.forEach(Runnable::run);
    }
    return cleaned;
  }

  /// Whether nobody has renewed it for as long as a lease lasts, by our own clock.
  private boolean expired(ObjectNode lease) {
    var renewed = lease.path("spec").path("renewTime").asString("");
    long now = System.nanoTime();
    if (!renewed.equals(seenRenewal)) {
      seenRenewal = renewed;
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

  private void tellListeners() {
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
    tellListeners();
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
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
