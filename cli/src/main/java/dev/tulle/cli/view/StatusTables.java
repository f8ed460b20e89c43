package dev.tulle.cli.view;

import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.cli.status.StatusSnapshot.Condition;
import dev.tulle.cli.status.StatusSnapshot.ControlPlane;
import dev.tulle.cli.status.StatusSnapshot.Item;
import dev.tulle.cli.status.StatusSnapshot.PodProxy;
import dev.tulle.cli.status.StatusSnapshot.Proxy;
import dev.tulle.cli.status.StatusSnapshot.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A snapshot as the tables of `tulle status`: a pure function of it and of the time it is read.
/// Wide tables have all there is to know; the others leave out pods, and objects and pods' proxies
/// with which all is as it should be.
public final class StatusTables {

  private final StatusSnapshot snapshot;
  private final Instant now;
  private final boolean wide;
  private final List<String> lines = new ArrayList<>();

  private StatusTables(StatusSnapshot snapshot, Instant now, boolean wide) {
    this.snapshot = snapshot;
    this.now = now;
    this.wide = wide;
  }

  public static List<String> lines(StatusSnapshot snapshot, Instant now, boolean wide) {
    var tables = new StatusTables(snapshot, now, wide);
    tables.all();
    return tables.lines;
  }

  private void all() {
    controlPlane(snapshot.controlPlane());
    gateways();
    workloads();
    if (wide) {
      pods();
    }
    services();
    objects();
    proxies();
    findings();
  }

  private void controlPlane(ControlPlane plane) {
    lines.add(snapshot.folder());
    if (plane.state() == State.STOPPED) {
      lines.add("The control plane is not running; pods and proxies go on as they are.");
      lines.add("Next: `tulle up` takes them over, `tulle down` removes them.");
      return;
    }
    lines.add(
        "The control plane is %s: pid %d, for %s, sequence %d."
            .formatted(
                plane.state().toString().toLowerCase(Locale.ROOT),
                plane.pid(),
                age(plane.since()),
                plane.sequence()));
    if (plane.failures() > 0) {
      lines.add(
          "It met %d faults of its own; its log says which. The last good state is in force."
              .formatted(plane.failures()));
    }
    var change = plane.lastChange();
    if (!change.none()) {
      var took =
          change.millisToAck() < 0
              ? "on its way"
              : "in force after " + change.millisToAck() + " ms";
      lines.add("Last change: %s, %s ago, %s.".formatted(change.what(), age(change.at()), took));
    }
  }

  private void gateways() {
    var table = new Table("GATEWAY", "READY", "ADDRESSES", "HOSTS");
    for (var it : snapshot.gateways()) {
      table.row(
          it.name(),
          yes(it.ready()),
          String.join(",", it.addresses()),
          String.join(",", it.hosts()));
    }
    add(table);
  }

  private void workloads() {
    var table = new Table("WORKLOAD", "NAMESPACE", "READY", "RESTARTS", "WHY");
    for (var it : snapshot.workloads()) {
      table.row(
          named(it.kind(), it.name()),
          it.namespace(),
          it.ready() + "/" + it.desired(),
          Integer.toString(it.restarts()),
          it.why());
    }
    add(table);
  }

  private void pods() {
    var table =
        new Table(
            "POD", "NAMESPACE", "READY", "PHASE", "RESTARTS", "AGE", "ADDRESS", "PROXY", "WHY");
    for (var it : snapshot.pods()) {
      table.row(
          it.name(),
          it.namespace(),
          yes(it.ready()),
          it.phase(),
          Integer.toString(it.restarts()),
          age(it.since()),
          it.ip(),
          proxy(it.proxy()),
          it.why());
    }
    add(table);
  }

  private static String proxy(PodProxy proxy) {
    if (proxy.kind().equals(PodProxy.NONE.kind())) {
      return "";
    }
    var state = proxy.ready() ? "ready" : "not ready";
    return proxy.kind() + ", " + (proxy.rejected().isEmpty() ? state : state + ", refuses some");
  }

  private void services() {
    var table = new Table("SERVICE", "NAMESPACE", "ADDRESS", "PORTS", "ENDPOINTS READY");
    for (var it : snapshot.services()) {
      table.row(
          it.name(),
          it.namespace(),
          it.isExternal() ? it.externalName() : it.address(),
          String.join(",", it.ports()),
          it.isExternal() ? "" : it.ready() + "/" + it.total());
    }
    add(table);
  }

  private void objects() {
    var table = new Table("OBJECT", "NAMESPACE", "PLACE", "CONDITION", "REASON", "MESSAGE");
    for (var it : snapshot.objects()) {
      for (var condition : it.conditions()) {
        if (wide || !isTrue(condition)) {
          table.row(
              named(it.kind(), it.name()),
              it.namespace(),
              place(it),
              condition.type() + "=" + condition.status(),
              condition.reason(),
              condition.message());
        }
      }
    }
    add(table);
  }

  private void proxies() {
    var table = new Table("PROXY", "CONNECTED", "APPLIED", "PENDING", "REFUSED");
    long sequence = snapshot.controlPlane().sequence();
    int left = 0;
    for (var it : snapshot.proxies()) {
      if (!wide && !it.pod().isEmpty() && inOrder(it, sequence)) {
        left++;
        continue;
      }
      table.row(
          it.name(),
          yes(it.connected()),
          Long.toString(it.applied()),
          it.pendingMillis() < 0 ? "" : it.pendingMillis() + " ms",
          String.join("; ", it.rejected()));
    }
    if (left > 0) {
      table.row(
          left + (left == 1 ? " of a pod" : " of pods"), "yes", Long.toString(sequence), "", "");
    }
    add(table);
    if (wide) {
      var resources = new Table("PROXY", "TYPE", "RESOURCES");
      for (var it : snapshot.proxies()) {
        it.resources()
            .forEach((type, count) -> resources.row(it.name(), type, Integer.toString(count)));
      }
      add(resources);
    }
  }

  private static boolean inOrder(Proxy proxy, long sequence) {
    return proxy.connected() && proxy.applied() >= sequence && proxy.rejected().isEmpty();
  }

  private void findings() {
    if (!snapshot.warnings().isEmpty()) {
      lines.add("");
    }
    for (var it : snapshot.warnings()) {
      lines.add(
          Words.clean(it.place() + ": " + it.severity() + ": " + Words.sentence(it.message())));
      if (!it.cure().isEmpty()) {
        lines.add("  " + Words.clean(Words.sentence(it.cure())));
      }
    }
  }

  private void add(Table table) {
    var added = table.lines();
    if (!added.isEmpty()) {
      lines.add("");
      lines.addAll(added);
    }
  }

  private static boolean isTrue(Condition condition) {
    return "True".equals(condition.status());
  }

  private static String named(String kind, String name) {
    return kind.toLowerCase(Locale.ROOT) + "/" + name;
  }

  private static String place(Item item) {
    return item.line() > 0 ? item.file() + ":" + item.line() : item.file();
  }

  private static String yes(boolean value) {
    return value ? "yes" : "no";
  }

  private String age(Instant since) {
    return age(Duration.between(since, now));
  }

  /// As kubectl writes it: the two largest units.
  static String age(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
    }
    return seconds < 2 * 86_400
        ? seconds / 3600 + "h" + seconds / 60 % 60 + "m"
        : seconds / 86_400 + "d" + seconds / 3600 % 24 + "h";
  }

  /// `deployment/my-app`, for `-o name`.
  public static List<String> names(StatusSnapshot snapshot) {
    return snapshot.objects().stream()
        .map(it -> named(it.kind(), it.name()))
        .collect(Collectors.toList());
  }
}
