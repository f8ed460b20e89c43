package dev.tulle.cli.local;

import dev.tulle.cli.local.controller.JobEnd;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A map kept in a JSON file: what is to outlive the process. A reader sees the old content or the
/// new one, never half of it; a file that can't be read as such a map counts as empty, and says so.
final class RememberedFile<T> {

  /// What the file held; `problem` is a sentence for the user where it could not be read.
  record Loaded<T>(Map<String, T> entries, Optional<String> problem) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final Class<T> type;

  /// What the file holds, as nothing where it is not there; null where that is not known.
  private @Nullable Map<String, T> known;

  private RememberedFile(Path file, Class<T> type) {
    this.file = file;
    this.type = type;
  }

  /// The addresses of Services, which outlive `down`: see `ServiceAddresses`.
  static RememberedFile<String> addresses(Path state) {
    return new RememberedFile<>(state.resolve("service-addresses.json"), String.class);
  }

  /// When Ingresses were first seen, which lasts as long as the pods: see `FirstSeen`.
  static RememberedFile<String> firstSeen(Path run) {
    return new RememberedFile<>(run.resolve("first-seen.json"), String.class);
  }

  /// The Jobs that have finished, which live as long as the pods: see `Workloads`.
  static RememberedFile<JobEnd> endedJobs(Path run) {
    return new RememberedFile<>(run.resolve("ended-jobs.json"), JobEnd.class);
  }

  Loaded<T> load() {
    try {
      var entries = new TreeMap<String, T>();
      var root = JSON.readTree(Files.readAllBytes(file));
      if (!root.isObject()) {
        return unreadable("it is not a JSON object");
      }
      root.forEachEntry((key, value) -> entries.put(key, JSON.treeToValue(value, type)));
      known = Map.copyOf(entries);
      return new Loaded<>(entries, Optional.empty());
    } catch (NoSuchFileException e) {
      known = Map.of();
      return new Loaded<>(Map.of(), Optional.empty());
    } catch (IOException | JacksonException e) {
      return unreadable(String.valueOf(e.getMessage()));
    }
  }

  /// Replaces the file's content, unless these entries were read from it or written to it last:
  /// then the disk is not touched. To be called from one thread.
  void save(Map<String, T> entries) throws IOException {
    if (entries.equals(known)) {
      return;
    }
    known = null;
    var bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new TreeMap<>(entries));
    Files.createDirectories(file.toAbsolutePath().getParent());
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, bytes);
    try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    known = Map.copyOf(entries);
  }

  private Loaded<T> unreadable(String why) {
    var line = why.lines().findFirst().orElse("unknown");
    return new Loaded<>(
        Map.of(), Optional.of(file + " can't be read (" + line + "); it is begun anew."));
  }
}
