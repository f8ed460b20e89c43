package dev.tulle.cli.local.pod;

import dev.tulle.cli.instance.Directories;
import dev.tulle.cli.instance.Instance;
import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What is kept on disk of one pod, for root alone: `pod.json`, the pod with its status as it was
/// last reported; `logs/CONTAINER.log`, and what was cut from it in `CONTAINER.log.1`;
/// `containers/CONTAINER/N/`, one folder for each start.
public record PodFolder(Path path) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LABEL_LENGTH = 200;

  static PodFolder of(Path pods, ObjectName pod) {
    return new PodFolder(pods.resolve(Instance.label(pod, LABEL_LENGTH)));
  }

  /// The folders of all pods, also of those whose runtime is gone.
  static List<PodFolder> all(Path pods) throws IOException {
    if (!Files.isDirectory(pods)) {
      return List.of();
    }
    try (var entries = Files.list(pods)) {
      return entries.filter(Files::isDirectory).sorted().map(PodFolder::new).toList();
    }
  }

  /// What a container wrote to its standard output and error.
  public Path log(String container) {
    return path.resolve("logs").resolve(container + ".log");
  }

  void create() throws IOException {
    delete();
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectory(path.resolve("logs"));
    Files.createDirectory(path.resolve("containers"));
  }

  /// Writes the pod so that a reader sees the former or this one, and nothing between.
  void write(Pod pod) throws IOException {
    var next = path.resolve("pod.json.new");
    Files.write(next, JSON.writeValueAsBytes(pod));
    Files.move(next, path.resolve("pod.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  /// The pod as it was last written; nothing where its creation was cut off.
  public Optional<Pod> read() throws IOException {
    var file = path.resolve("pod.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), Pod.class));
    } catch (JacksonException e) {
      throw new IOException(file + " cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  /// A fresh folder for a container's next start; those of former starts go.
  Attempt attempt(String container, int number) throws IOException {
    var folder = path.resolve("containers").resolve(container);
    Directories.delete(folder);
    return new Attempt(Files.createDirectories(folder.resolve("" + number)), number);
  }

  /// The latest start of a container.
  Optional<Attempt> latest(String container) throws IOException {
    var folder = path.resolve("containers").resolve(container);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (var entries = Files.list(folder)) {
      return entries
          .map(entry -> new Attempt(entry, Integer.parseInt(entry.getFileName().toString())))
          .max(java.util.Comparator.comparingInt(Attempt::number));
    }
  }

  /// Keeps each log below a size.
  void cutLogs(long most) throws IOException {
    try (var logs = Files.newDirectoryStream(path.resolve("logs"), "*.log")) {
      for (var log : logs) {
        LogFiles.cut(log, log.resolveSibling(log.getFileName() + ".1"), most);
      }
    } catch (NoSuchFileException e) {
      // The pod has gone meanwhile.
      return;
    }
  }

  void delete() throws IOException {
    Directories.delete(path);
  }
}
