package dev.tulle.core.name;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name that a misspelt one was probably meant to be.
public final class Nearest {

  /// No name of an object is longer, and the work grows with its square.
  private static final int MAX_LENGTH = 253;

  private Nearest() {}

  /// The name with the fewest edits, if there are fewer than `limit`.
  public static Optional<String> of(String name, Collection<String> names, int limit) {
    record Scored(String name, int edits) {}
    if (name.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return names.stream()
        .filter(other -> Math.abs(other.length() - name.length()) < limit)
        .map(other -> new Scored(other, edits(name, other)))
        .filter(scored -> scored.edits() < limit && scored.edits() < name.length())
        .min(Comparator.comparingInt(Scored::edits).thenComparing(Scored::name))
        .map(Scored::name);
  }

  /// Insertions, deletions and replacements between the two.
  private static int edits(String one, String other) {
    var row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
