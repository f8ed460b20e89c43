package dev.tulle.core.manifest;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Severity;
import java.util.Comparator;
import java.util.Optional;

/// A finding with the place in a file that it speaks of. `line` counts from 1, and is 0 where the
/// finding is about the whole file, or about what stands in no file (then `file` is empty or the
/// folder). `message` and `cure` are sentences without their full stops.
public record FileFinding(
    Severity severity,
    String file,
    int line,
    Optional<ObjectName> object,
    String reason,
    String message,
    String cure)
    implements Comparable<FileFinding> {

  private static final Comparator<FileFinding> ORDER =
      Comparator.comparing(FileFinding::file)
          .thenComparingInt(FileFinding::line)
          .thenComparing(FileFinding::message)
          .thenComparing(FileFinding::cure)
          .thenComparing(FileFinding::severity)
          .thenComparing(FileFinding::reason);

  /// By file and line.
  @Override
  public int compareTo(FileFinding other) {
    return ORDER.compare(this, other);
  }

  /// `file:line: message. Cure.`
  public String render() {
    var place = line > 0 ? file + ":" + line + ": " : (file.isEmpty() ? "" : file + ": ");
    return place + messageSentence() + (cure.isEmpty() ? "" : " " + cureSentence());
  }

  /// What is wrong, with its full stop.
  public String messageSentence() {
    return sentence(message);
  }

  /// What to do, with its full stop; empty where there is no cure.
  public String cureSentence() {
    return cure.isEmpty() ? "" : sentence(capitalized(cure));
  }

  @Override
  public String toString() {
    return render();
  }

  private static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
  }

  private static String capitalized(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
