package dev.tulle.cli.status;

import dev.tulle.cli.local.net.Processes;
import dev.tulle.cli.local.net.Processes.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/// `status.json` of a running folder: the snapshot that `up` wrote last. A reader sees a whole one
/// or none, whatever happens to the writer.
public final class StatusFile {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path path;

  public StatusFile(Path path) {
    this.path = path;
  }

  /// The file of the instance whose run folder this is.
  public static StatusFile in(Path run) {
    return new StatusFile(run.resolve("status.json"));
  }

  public void write(StatusSnapshot snapshot) throws IOException {
    var part = path.resolveSibling(path.getFileName() + ".part");
    Files.writeString(part, json(snapshot));
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// What was written last, marked as stopped where the process that wrote it has ended; empty
  /// where nothing was.
  public Optional<StatusSnapshot> read() throws IOException {
    String text;
    try {
      text = Files.readString(path);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    try {
      var tree = JSON.readTree(text);
      var schema = tree.path("schema").asString("");
      if (!schema.equals(StatusSnapshot.SCHEMA)) {
        throw new IOException(path + " was written by another version of Tulle: " + schema);
      }
      var snapshot = JSON.treeToValue(tree, StatusSnapshot.class);
      return Optional.of(runs(snapshot.controlPlane()) ? snapshot : snapshot.stopped());
    } catch (JacksonException e) {
      throw new IOException(path + " is not a status: " + e.getOriginalMessage(), e);
    }
  }

  /// One line of JSON.
  public static String json(StatusSnapshot snapshot) {
    return JSON.writeValueAsString(snapshot);
  }

  /// Pids are used again: the process must also be as old as it says.
  private static boolean runs(StatusSnapshot.ControlPlane plane) {
    return ProcessHandle.of(plane.pid())
        // not one that has ended, and whose parent has only not yet taken note
        .filter(process -> Processes.stat(process.pid()).filter(Stat::alive).isPresent())
        .flatMap(process -> process.info().startInstant())
        .filter(started -> !started.isAfter(plane.since().plusSeconds(1)))
        .isPresent();
  }
}
