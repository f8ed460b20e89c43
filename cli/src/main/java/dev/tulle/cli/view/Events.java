package dev.tulle.cli.view;

import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.cli.status.StatusSnapshot.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What happened between two snapshots, a line for each event: a pure function of the two. Of a
/// thing that is as it was, nothing is said.
final class Events {

  private final List<String> lines = new ArrayList<>();

  private Events() {}

  /// Without a snapshot before, all that there is happened.
  static List<String> between(Optional<StatusSnapshot> before, StatusSnapshot after) {
    var events = new Events();
    events.controlPlane(before.map(StatusSnapshot::controlPlane), after);
    events.compare(before, after, Events::gateways);
    events.compare(before, after, Events::workloads);
    events.compare(before, after, Events::services);
    events.compare(before, after, Events::proxies);
    events.warnings(before.map(StatusSnapshot::warnings).orElse(List.of()), after.warnings());
    return events.lines;
  }

  private void controlPlane(Optional<StatusSnapshot.ControlPlane> before, StatusSnapshot snapshot) {
    var after = snapshot.controlPlane();
    if (before.map(StatusSnapshot.ControlPlane::state).orElse(State.STOPPED) != after.state()) {
      var state = after.state().toString().toLowerCase(java.util.Locale.ROOT);
      lines.add(state + ": " + snapshot.folder());
    }
    var change = after.lastChange();
    var known = before.map(StatusSnapshot.ControlPlane::lastChange).filter(change::equals);
    if (known.isEmpty() && !change.none() && change.millisToAck() >= 0) {
      lines.add(change.what() + ": in force after " + change.millisToAck() + " ms");
    }
  }

  /// Says of each thing what is new about it, and which are gone.
  private void compare(
      Optional<StatusSnapshot> before,
      StatusSnapshot after,
      Function<StatusSnapshot, Map<String, String>> texts) {
    var old = before.map(texts).orElse(Map.of());
    var now = texts.apply(after);
    now.forEach(
        (name, text) -> {
          if (!text.equals(old.get(name))) {
            lines.add(name + ": " + text);
          }
        });
    old.keySet().stream().filter(name -> !now.containsKey(name)).sorted().forEach(this::gone);
  }

  private void gone(String name) {
    lines.add(name + ": removed");
  }

  private static Map<String, String> gateways(StatusSnapshot snapshot) {
    var texts = new LinkedHashMap<String, String>();
    for (var gateway : snapshot.gateways()) {
      var state = gateway.ready() ? "ready at " : "not ready at ";
      texts.put("gateway " + gateway.name(), state + String.join(", ", gateway.addresses()));
    }
    return texts;
  }

  private static Map<String, String> workloads(StatusSnapshot snapshot) {
    var texts = new LinkedHashMap<String, String>();
    for (var it : snapshot.workloads()) {
      var name = it.kind() + " " + it.namespace() + "/" + it.name();
      var state = it.why().isEmpty() ? it.progress() : it.why();
      var restarts = it.restarts() == 0 ? "" : ", restarts " + it.restarts();
      texts.put(name, state + restarts);
    }
    return texts;
  }

  private static Map<String, String> services(StatusSnapshot snapshot) {
    var texts = new LinkedHashMap<String, String>();
    for (var it : snapshot.services()) {
      var name = "Service " + it.namespace() + "/" + it.name();
      texts.put(
          name,
          it.isExternal()
              ? "is another name for " + it.externalName()
              : it.ready() + "/" + it.total() + " endpoints ready");
    }
    return texts;
  }

  private static Map<String, String> proxies(StatusSnapshot snapshot) {
    var texts = new LinkedHashMap<String, String>();
    for (var it : snapshot.proxies()) {
      var refused = it.rejected().isEmpty() ? "" : ", refused: " + String.join("; ", it.rejected());
      texts.put("proxy " + it.name(), (it.connected() ? "connected" : "not connected") + refused);
    }
    return texts;
  }

  private void warnings(List<StatusSnapshot.Warning> before, List<StatusSnapshot.Warning> after) {
    var old = new HashSet<>(before);
    var now = new HashSet<>(after);
    for (var it : after) {
      if (!old.contains(it)) {
        var cure = it.cure().isEmpty() ? "" : " " + Words.sentence(it.cure());
        var message = Words.sentence(it.message());
        lines.add(it.place() + ": " + it.severity() + ": " + message + cure);
      }
    }
    for (var it : before) {
      if (!now.contains(it)) {
        lines.add(it.place() + ": no longer: " + it.message());
      }
    }
  }
}
