package dev.tulle.cli.view;

import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.cli.status.StatusSnapshot.Gateway;
import dev.tulle.cli.status.StatusSnapshot.Proxy;
import dev.tulle.cli.status.StatusSnapshot.Service;
import dev.tulle.cli.status.StatusSnapshot.Warning;
import dev.tulle.cli.status.StatusSnapshot.Workload;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// The live view as lines: a pure function of a snapshot and the screen. It never has more lines
/// than fit on the screen; where there is too much, what is not ready comes before what is.
final class Frame {

  private static final int MARGIN = 13;
  private static final int NAME_WIDTH = 32;
  private static final int SECTIONS = 3;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Screen screen;
  private final ZoneId zone;
  private final List<String> lines = new ArrayList<>();

  private Frame(Screen screen, ZoneId zone) {
    this.screen = screen;
    this.zone = zone;
  }

  static List<String> lines(StatusSnapshot snapshot, Screen screen, ZoneId zone) {
    var frame = new Frame(screen, zone);
    frame.draw(snapshot);
    return frame.lines.size() < screen.rows()
        ? frame.lines
        : frame.lines.subList(0, screen.rows() - 1);
  }

  private void draw(StatusSnapshot snapshot) {
    var state = snapshot.controlPlane().state();
    heading(snapshot.folder(), state == StatusSnapshot.State.RUNNING ? "" : state.toString());
    snapshot.gateways().forEach(this::gateway);
    section("workloads", snapshot.workloads(), Frame::isReady, this::workload);
    section("services", snapshot.services(), Frame::isReady, this::service);
    proxies(snapshot.proxies());
    warnings(snapshot.warnings());
    lastChange(snapshot);
  }

  private void heading(String folder, String state) {
    var suffix = state.isEmpty() ? "" : "  " + state.toLowerCase(Locale.ROOT);
    var shown = Words.cut(folder, Math.max(1, screen.columns() - MARGIN - suffix.length()));
    add("tulle", Ink.BOLD.on(shown, screen.colours()) + suffix);
  }

  private void gateway(Gateway gateway) {
    var text = String.join("  ", gateway.addresses()) + (gateway.ready() ? "" : "  not ready yet");
    add("gateway", paint(text, gateway.ready() ? Ink.GOOD : Ink.CARE));
    if (!gateway.hosts().isEmpty()) {
      add("", paint("for " + String.join(", ", gateway.hosts()), Ink.PLAIN));
    }
  }

  /// A list of at most a third of the screen.
  private <T> void section(
      String label, List<T> items, Predicate<T> ready, Function<T, String> row) {
    int room = Math.max(2, (screen.rows() - 6) / SECTIONS);
    var shown = items;
    if (items.size() > room) {
      shown = items.stream().sorted(Comparator.comparing(ready::test)).limit(room - 1).toList();
    }
    var title = label;
    for (var item : shown) {
      add(title, row.apply(item));
      title = "";
    }
    int left = items.size() - shown.size();
    if (left > 0) {
      long waiting = items.stream().filter(ready.negate()).count();
      long hidden = Math.max(0, waiting - shown.size());
      add("", "and " + left + " more, " + (hidden == 0 ? "all ready" : hidden + " not ready"));
    }
  }

  private static boolean isReady(Workload workload) {
    return workload.ready() >= workload.desired() && workload.why().isEmpty();
  }

  private static boolean isReady(Service service) {
    return service.isExternal() || (service.ready() > 0 && service.ready() == service.total());
  }

  private String workload(Workload workload) {
    // why a workload is not ready begins with how far it has come
    var text = workload.why().isEmpty() ? workload.progress() : workload.why();
    if (workload.restarts() > 0) {
      text += "  " + workload.restarts() + (workload.restarts() == 1 ? " restart" : " restarts");
    }
    var name = named(workload.namespace(), workload.name());
    return row(name, text, isReady(workload) ? Ink.GOOD : Ink.CARE);
  }

  private String service(Service service) {
    var text =
        service.isExternal()
            ? "is " + service.externalName()
            : "%d/%d ready  %s  %s"
                .formatted(
                    service.ready(),
                    service.total(),
                    String.join(",", service.ports()),
                    service.address());
    var name = named(service.namespace(), service.name());
    return row(name, text.stripTrailing(), isReady(service) ? Ink.GOOD : Ink.CARE);
  }

  private void proxies(List<Proxy> proxies) {
    var refused = new TreeMap<String, List<String>>();
    for (var proxy : proxies) {
      if (!proxy.connected()) {
        add("proxy", paint(proxy.name() + " is not connected", Ink.CARE));
      }
      proxy
          .rejected()
          .forEach(
              words -> refused.computeIfAbsent(words, _ -> new ArrayList<>()).add(proxy.name()));
    }
    refused.forEach(
        (words, names) ->
            wrapped(
                "proxy",
                (names.size() == 1 ? names.getFirst() : names.size() + " proxies")
                    + " refused: "
                    + words,
                Ink.BAD));
  }

  private void warnings(List<Warning> warnings) {
    int room = screen.rows() - lines.size() - 2;
    int told = 0;
    for (var warning : warnings) {
      var text =
          warning.place() + ": " + warning.severity() + ": " + Words.sentence(warning.message());
      int height =
          height(text) + (warning.cure().isEmpty() ? 0 : height(Words.sentence(warning.cure())));
      boolean last = told == warnings.size() - 1;
      if (room - height < (last ? 0 : 1)) {
        break;
      }
      room -= height;
      told++;
      wrapped(told == 1 ? "findings" : "", text, isError(warning) ? Ink.BAD : Ink.CARE);
      if (!warning.cure().isEmpty()) {
        wrapped("", Words.sentence(warning.cure()), Ink.PLAIN);
      }
    }
    if (told < warnings.size()) {
      var more = (warnings.size() - told) + (told == 0 ? " (see `tulle status`)" : " more");
      add(told == 0 ? "findings" : "", more);
    }
  }

  private static boolean isError(Warning warning) {
    return "error".equals(warning.severity());
  }

  private void lastChange(StatusSnapshot snapshot) {
    var change = snapshot.controlPlane().lastChange();
    if (change.none()) {
      return;
    }
    var at = TIME.format(change.at().atZone(zone));
    var took = change.millisToAck() < 0 ? "on its way" : "in force after %d ms";
    add(
        "last change",
        paint(at + "  " + change.what() + "  " + took.formatted(change.millisToAck()), Ink.PLAIN));
  }

  private static String named(String namespace, String name) {
    return "default".equals(namespace) ? name : namespace + "/" + name;
  }

  private String row(String name, String text, Ink ink) {
    int nameWidth = Math.min(NAME_WIDTH, width() / 2);
    var padded = ("%-" + nameWidth + "s").formatted(Words.cut(name, nameWidth));
    return padded + " " + ink.on(Words.cut(text, width() - nameWidth - 1), screen.colours());
  }

  private String paint(String text, Ink ink) {
    return ink.on(Words.cut(text, width()), screen.colours());
  }

  private void wrapped(String label, String text, Ink ink) {
    var title = label;
    for (var line : Words.wrap(text, width())) {
      add(title, ink.on(line, screen.colours()));
      title = "";
    }
  }

  private int height(String text) {
    return Words.wrap(text, width()).size();
  }

  private int width() {
    return screen.columns() - MARGIN;
  }

  private void add(String label, String painted) {
    var margin = ("%-" + MARGIN + "s").formatted(label);
    lines.add((Ink.DIM.on(margin, screen.colours()) + painted).stripTrailing());
  }
}
