package dev.tulle.cli.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows under headings, each column as wide as its widest text. The last column is not padded, and
/// a table without rows is no lines at all.
final class Table {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  void row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException("a row has as many cells as there are headings");
    }
    rows.add(Arrays.stream(cells).map(Words::clean).toList());
  }

  List<String> lines() {
    if (rows.size() == 1) {
      return List.of();
    }
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      var cell = row.get(column).isEmpty() ? "-" : row.get(column);
      line.append(cell).append(" ".repeat(Math.max(0, widths[column] - cell.length()))).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
