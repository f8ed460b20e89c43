package dev.tulle.server.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tulle.server.kube.FaultyProxy.Fault;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who writes, when a leader is lost: another one within twenty seconds, and never two. Runs with
/// `./verify cluster`.
@Tag("cluster")
final class ElectionTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration PERIOD = Duration.ofMillis(1);
  private static final String LEASE = "tulle-election-" + ProcessHandle.current().pid();

  @Test
  @SuppressWarnings("try") // one of them ends first, as it would when its pod is stopped
  void oneLeadsAndNeverTwo() throws Exception {
    try (var direct = new KubernetesClientBuilder().build();
        var proxy = new FaultyProxy(direct.getConfiguration(), "none");
        var through = proxy.client();
        var one = election(new ApiServer(through), "one");
        var other = election(new ApiServer(direct), "other")) {
      var both = new AtomicBoolean();
      var end = new AtomicBoolean();
      var watch = Thread.ofVirtual().start(() -> watch(one, other, both, end));
      try {
        one.start();
        await().atMost(LIMIT).until(one::isLeader);
        one.report("{\"a\": 1}");
        other.report("{}");
        other.start();
        // what one says reaches the other, and it does not take over because of it
        await().atMost(LIMIT).until(() -> "{\"a\": 1}".equals(other.reports().get("one")));
        assertThat(one.isLeader()).isTrue();
        proxy.is(Fault.AWAY);
        await().atMost(LIMIT).until(other::isLeader);
        assertThat(one.isLeader()).isFalse();
        proxy.is(Fault.NONE);
        await().atMost(LIMIT).until(() -> one.reports().containsKey("other"));
        assertThat(other.isLeader()).isTrue();
        // who ends in good order is succeeded at once
        other.close();
        await().atMost(Duration.ofSeconds(5)).until(one::isLeader);
      } finally {
        end.set(true);
        watch.join();
        direct.leases().inNamespace("default").withName(LEASE).delete();
      }
      assertThat(both).isFalse();
    }
  }

  private static void watch(Election one, Election other, AtomicBoolean both, AtomicBoolean end) {
    while (!end.get()) {
      if (one.isLeader() && other.isLeader()) {
        both.set(true);
      }
      LockSupport.parkNanos(PERIOD.toNanos());
    }
  }

  private static Election election(ApiServer server, String name) {
    var candidate = new Election.Candidate("default", LEASE, name);
    return new Election(server, candidate, _ -> true, Clock.systemUTC(), new Random(1));
  }
}
