package dev.tulle.cli.view;

import dev.tulle.cli.status.StatusFile;
import dev.tulle.cli.status.StatusSnapshot;
import java.io.PrintWriter;

/// The view for programs: each snapshot as one line of JSON, and nothing else on that output; what
/// is only said goes to the other one.
public final class JsonView implements View {

  private final PrintWriter out;
  private final PrintWriter err;

  public JsonView(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public synchronized void show(StatusSnapshot snapshot) {
    out.println(StatusFile.json(snapshot));
    out.flush();
  }

  @Override
  public synchronized void say(String line) {
    err.println(line);
    err.flush();
  }

  @Override
  public void close() {}
}
