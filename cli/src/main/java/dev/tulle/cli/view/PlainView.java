package dev.tulle.cli.view;

import dev.tulle.cli.status.StatusSnapshot;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The view where there is no terminal: a line with the time for each event.
public final class PlainView implements View {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final PrintWriter out;
  private final InstantSource clock;
  private final ZoneId zone;
  private Optional<StatusSnapshot> before = Optional.empty();

  public PlainView(PrintWriter out, InstantSource clock, ZoneId zone) {
    this.out = out;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public synchronized void show(StatusSnapshot snapshot) {
    Events.between(before, snapshot).forEach(this::say);
    before = Optional.of(snapshot);
  }

  @Override
  public synchronized void say(String line) {
    out.println(TIME.format(clock.instant().atZone(zone)) + " " + Words.clean(line));
    out.flush();
  }

  @Override
  public void close() {}
}
