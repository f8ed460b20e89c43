package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the load programs of all pods have counted, those of pods that have ended too. Each
/// writes a file of its own: how many requests were answered, and a line for each that failed.
record NothingLoad(Path folder) {

  private static final long PATIENCE_MS = 60_000;

  /// The requests that were answered so far.
  long answered() {
    return files().values().stream().mapToLong(it -> Long.parseLong(it.getFirst())).sum();
  }

  /// The requests that failed, each with its pod.
  List<String> failures() {
    var failures = new ArrayList<String>();
    files()
        .forEach(
            (pod, lines) -> lines.stream().skip(1).forEach(it -> failures.add(pod + ": " + it)));
    return failures;
  }

  /// Waits until so many more requests are answered.
  void more(long requests) throws InterruptedException {
    long goal = answered() + requests;
    long end = System.nanoTime() + PATIENCE_MS * 1_000_000;
    while (answered() < goal) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the load has come to a halt: " + failures());
      }
      Thread.sleep(50);
    }
  }

  /// Asserts that nothing failed but what had failed before.
  void hasFailedNoMoreThan(List<String> before) {
    var now = failures();
    now.removeAll(before);
    assertThat(now).as("of %d answered", answered()).isEmpty();
  }

  private Map<String, List<String>> files() {
    var read = new TreeMap<String, List<String>>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(it -> !it.toString().endsWith(".new")).toList()) {
        read.put(String.valueOf(file.getFileName()), Files.readAllLines(file));
      }
      return read;
    } catch (NoSuchFileException e) {
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
