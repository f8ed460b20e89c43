package dev.tulle.cli.view;

/// The size of a terminal in characters, and whether it is to be written to in colours.
public record Screen(int columns, int rows, boolean colours) {

  private static final int NARROWEST = 20;
  private static final int LOWEST = 8;

  public Screen {
    columns = Math.max(columns, NARROWEST);
    rows = Math.max(rows, LOWEST);
  }
}
