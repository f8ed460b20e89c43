package dev.tulle.core.manifest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What holds for any text at all: it is read without an exception, and what is wrong with it is
/// said on a line that it has.
class ManifestLawsTest {

  private static final ManifestFile READER = new ManifestFile();

  @Test
  void anyLineMayBeMissing() throws IOException {
    for (var text : texts()) {
      var lines = text.lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        var rest = new ArrayList<>(lines);
        rest.remove(i);
        holds(String.join("\n", rest));
      }
    }
  }

  /// A node with all that is under it: the line and those that are indented more.
  @Test
  void anyNodeMayBeMissing() throws IOException {
    for (var text : texts()) {
      var lines = text.lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        int depth = depth(lines.get(i));
        int end = i + 1;
        while (end < lines.size() && depth(lines.get(end)) > depth) {
          end++;
        }
        var rest = new ArrayList<>(lines.subList(0, i));
        rest.addAll(lines.subList(end, lines.size()));
        holds(String.join("\n", rest));
      }
    }
  }

  @Test
  void anyValueMayBeReplacedByAnother() throws IOException {
    var others = List.of("", "null", "true", "-1", "1.5", "text", "[]", "{}", "[a]", "{a: b}", "~");
    for (var text : texts()) {
      var lines = text.lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        int colon = lines.get(i).indexOf(": ");
        if (colon > 0) {
          for (var other : others) {
            var changed = new ArrayList<>(lines);
            changed.set(i, lines.get(i).substring(0, colon + 2) + other);
            holds(String.join("\n", changed));
          }
        }
      }
    }
  }

  @Test
  void anyBytesMayBeWrong() throws IOException {
    long seed = Long.getLong("seed", 20261123L);
    var random = new Random(seed);
    var texts = texts();
    for (int round = 0; round < 4_000; round++) {
      var bytes = texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.UTF_8).clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = corrupted(random);
      }
      holds(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @Test
  void anyBeginningOfATextIsRead() throws IOException {
    for (var text : texts()) {
      for (int end = 0; end < text.length(); end += 3) {
        holds(text.substring(0, end));
      }
    }
  }

  private static byte corrupted(Random random) {
    var likely = " \t\n:-[]{}\"'&*!|>%@`#,?~0a".getBytes(StandardCharsets.US_ASCII);
    return random.nextInt(4) == 0
        ? (byte) random.nextInt(256)
        : likely[random.nextInt(likely.length)];
  }

  private static void holds(String text) {
    try {
      var parsed = READER.read("a.yaml", text);
      long lines = text.lines().count() + 1;
      if (parsed.findings().stream().anyMatch(f -> f.line() < 1 || f.line() > lines)) {
        throw new AssertionError("a line that is not there: " + parsed.findings());
      }
    } catch (RuntimeException | StackOverflowError thrown) {
      throw new AssertionError("this text was not read (" + thrown + "):\n" + text, thrown);
    }
  }

  private static int depth(String line) {
    var dash = line.stripLeading().startsWith("- ") ? 1 : 0;
    return (line.length() - line.stripLeading().length()) * 2 + dash;
  }

  private static List<String> texts() throws IOException {
    var texts = new ArrayList<String>();
    for (var file : ManifestCasesTest.cases().toList()) {
      var text = ManifestCasesTest.input(Files.readString(file));
      if (!file.toString().contains("billion") && !text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }
}
