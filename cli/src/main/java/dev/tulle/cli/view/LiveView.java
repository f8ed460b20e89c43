package dev.tulle.cli.view;

import dev.tulle.cli.status.StatusSnapshot;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/// The view on a terminal: a block of lines at the end of the output, redrawn in place when one of
/// them changes. What was printed before stays in the scrollback; no other screen is used.
public final class LiveView implements View {

  private static final String ESC = "\u001b[";
  // one update, shown at once where the terminal can; lines that are too long are cut off
  private static final String BEGIN = ESC + "?2026h" + ESC + "?7l";
  private static final String END = ESC + "?7h" + ESC + "?2026l";
  private static final String CLEAR_TO_END = ESC + "J";
  private static final String CLEAR_LINE = ESC + "K";

  private final PrintWriter out;
  private final Supplier<Screen> screen;
  private final ZoneId zone;
  private List<String> drawn = List.of();
  private Screen drawnOn = new Screen(0, 0, false);

  public LiveView(PrintWriter out, Supplier<Screen> screen, ZoneId zone) {
    this.out = out;
    this.screen = screen;
    this.zone = zone;
  }

  @Override
  public synchronized void show(StatusSnapshot snapshot) {
    var now = screen.get();
    var lines = Frame.lines(snapshot, now, zone);
    if (lines.equals(drawn) && now.equals(drawnOn)) {
      return;
    }
    draw(List.of(), lines, now);
  }

  @Override
  public synchronized void say(String line) {
    draw(List.of(Words.clean(line)), drawn, screen.get());
  }

  @Override
  public synchronized void close() {
    drawn = List.of();
  }

  /// Puts the lines above where the block was, and the block under them.
  private void draw(List<String> above, List<String> block, Screen now) {
    var text = new StringBuilder(BEGIN);
    int up = height(now.columns());
    if (up > 0) {
      text.append(ESC).append(up).append('A');
    }
    text.append('\r');
    if (now.columns() != drawnOn.columns()) {
      text.append(CLEAR_TO_END);
    }
    // cleared first: after a line that is as wide as the terminal, its last sign would go, too
    above.forEach(line -> text.append(CLEAR_LINE).append(line).append('\n'));
    block.forEach(line -> text.append(CLEAR_LINE).append(line).append('\n'));
    out.print(text.append(CLEAR_TO_END).append(END));
    out.flush();
    drawn = block;
    drawnOn = now;
  }

  /// How many rows the block takes: a terminal that became narrower has broken its lines.
  private int height(int columns) {
    return drawn.stream()
        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
        .mapToInt(line -> Math.max(1, (line.length() + columns - 1) / columns))
        .sum();
  }
}
