package dev.tulle.cli.view;

import dev.tulle.cli.status.StatusSnapshot;

/// Shows a running folder as it changes. Calls come from one thread at a time; they may take as
/// long as whatever reads the output, so the control plane calls it through a `Latest`.
public interface View extends AutoCloseable {

  void show(StatusSnapshot snapshot);

  /// One line about something that no snapshot has.
  void say(String line);

  /// Leaves the output as it is fit for what comes after it.
  @Override
  void close();
}
