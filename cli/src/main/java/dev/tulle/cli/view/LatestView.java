package dev.tulle.cli.view;

import dev.tulle.cli.status.StatusSnapshot;
import java.time.Duration;

/// A view that never holds up who shows something: whatever reads its output may take its time, or
/// be held, and then gets the latest snapshot. Owns the thread on which the other view draws.
public final class LatestView implements View {

  /// Windows change their size without a word.
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final View view;
  private final Latest<StatusSnapshot> latest;

  public LatestView(View view) {
    this.view = view;
    this.latest =
        view instanceof LiveView
            ? new Latest<>("view", view::show, BETWEEN_LOOKS)
            : new Latest<>("view", view::show);
  }

  @Override
  public void show(StatusSnapshot snapshot) {
    latest.give(snapshot);
  }

  @Override
  public void say(String line) {
    view.say(line);
  }

  @Override
  public void close() {
    latest.close();
    view.close();
  }
}
