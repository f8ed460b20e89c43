package dev.tulle.cli.local;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.names.NameServerProcess;
import dev.tulle.cli.local.net.Network;
import dev.tulle.cli.local.net.ServicePorts;
import dev.tulle.cli.local.net.ServiceRules;
import dev.tulle.cli.local.pod.Resolver;
import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.status.Severity;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.World;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names and addresses of Services, as on a node of a cluster. Owns one thread, which brings the
/// latest world into force and skips those in between. What this machine refuses is told as a
/// finding and tried again; everything else goes on without it.
final class ServiceNetwork implements Resolver, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ServiceNetwork.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final String RULES = "ServiceRulesRefused";
  private static final String NAMES = "NoNameServer";

  private final ServiceRules rules;
  private final Optional<ClusterDns> dns;
  private final Runnable troubled;
  private final Thread thread = Thread.ofPlatform().name("services").unstarted(this::run);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final List<List<Change>> early = new ArrayList<>();
  private final TreeMap<String, FileFinding> problems = new TreeMap<>();
  private @Nullable World world;
  private long given;
  private long applied;
  private boolean closing;

  /// `troubled` is called when `problems` has changed.
  ServiceNetwork(Instance instance, Network network, Runnable troubled) {
    this.rules = network.rules();
    this.troubled = troubled;
    this.dns = startDns(instance, network);
  }

  private Optional<ClusterDns> startDns(Instance instance, Network network) {
    try {
      return Optional.of(ClusterDns.start(instance, network, new NamesWatcher()));
    } catch (IOException e) {
      problem(
          NAMES,
          "pods cannot look up Services by name: " + e.getMessage(),
          "end what listens on port 53 of all addresses, or have it listen on fewer, and start"
              + " again");
      return Optional.empty();
    }
  }

  /// `first` is everything; what `turned` was told meanwhile comes after it.
  void start(List<Change> first) {
    lock.lock();
    try {
      var all = World.of(first);
      for (var changes : early) {
        all = all.with(changes);
      }
      early.clear();
      world = all;
      given++;
      thread.start();
    } finally {
      lock.unlock();
    }
  }

  /// Returns at once.
  void turned(List<Change> changes) {
    lock.lock();
    try {
      if (world == null) {
        early.add(changes);
        return;
      }
      var next = world.with(changes);
      if (next != world) {
        world = next;
        given++;
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until what was known when it was called is in force; false when that takes longer.
  boolean awaitApplied(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long wanted = given;
      long left = atMost.toNanos();
      while (applied < wanted && left > 0 && !closing) {
        left = news.awaitNanos(left);
      }
      return applied >= wanted;
    } finally {
      lock.unlock();
    }
  }

  /// What does not work at present, for the status.
  List<FileFinding> problems() {
    lock.lock();
    try {
      return List.copyOf(problems.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> resolvConf(Pod pod) {
    return dns.flatMap(server -> server.resolvConf(pod));
  }

  /// Ends the thread and the name server. The rules stay until the network is closed.
  @Override
  public void close() {
    leave();
    dns.ifPresent(ClusterDns::close);
  }

  /// Ends the thread alone: the name server goes on with the names that it has.
  void leave() {
    lock.lock();
    try {
      closing = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    dns.ifPresent(ClusterDns::leave);
  }

  private record Work(World world, long number) {}

  private void run() {
    boolean failed = false;
    for (var work = next(false); work != null; work = next(failed)) {
      failed = true;
      try {
        apply(work.world());
        failed = false;
        done(work.number());
      } catch (IOException e) {
        problem(
            RULES,
            "addresses of Services do not follow their pods: " + e.getMessage(),
            "see with `nft list ruleset` whether this machine takes rules");
      } catch (RuntimeException e) {
        log.error("a bug in the rules or names of Services", e);
      }
    }
  }

  /// Names are told while the rules are made, and both are in force when it returns.
  private void apply(World latest) throws IOException {
    dns.ifPresent(server -> server.publish(latest));
    rules.apply(ServicePorts.of(latest));
    try {
      if (dns.isPresent() && !dns.get().awaitAnswered(AGAIN)) {
        log.warn("the name server has not taken the latest names yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class NamesWatcher implements NameServerProcess.Watcher {
    @Override
    public void ended(String reason) {
      problem(
          NAMES,
          "pods cannot look up Services by name: the name server has ended"
              + (reason.isEmpty() ? "" : " (" + reason + ")"),
          "it is started again; where this stays, end what listens on port 53 of its address");
    }

    @Override
    public void answers() {
      over(NAMES);
    }
  }

  private @Nullable Work next(boolean afterFailure) {
    lock.lock();
    try {
      long pause = afterFailure ? AGAIN.toNanos() : 0;
      while (!closing && pause > 0) {
        pause = news.awaitNanos(pause);
      }
      while (!closing && applied == given) {
        news.await();
      }
      return (closing || world == null) ? null : new Work(world, given);
    } catch (InterruptedException e) {
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void done(long number) {
    lock.lock();
    try {
      applied = number;
      news.signalAll();
    } finally {
      lock.unlock();
    }
    over(RULES);
  }

  private void over(String reason) {
    FileFinding was;
    lock.lock();
    try {
      was = problems.remove(reason);
    } finally {
      lock.unlock();
    }
    if (was != null) {
      log.info("{} is over", reason);
      troubled.run();
    }
  }

  private void problem(String reason, String message, String cure) {
    var finding = new FileFinding(Severity.WARNING, "", 0, Optional.empty(), reason, message, cure);
    lock.lock();
    try {
      if (finding.equals(problems.put(reason, finding))) {
        return;
      }
    } finally {
      lock.unlock();
    }
    log.warn("{}", finding.render());
    troubled.run();
  }
}
