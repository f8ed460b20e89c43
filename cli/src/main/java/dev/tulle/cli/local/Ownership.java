package dev.tulle.cli.local;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The right to change what runs of a folder: one process has it at a time, and loses it when it
/// ends, however it ends.
final class Ownership implements AutoCloseable {

  private final FileChannel channel;

  private Ownership(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes it, or says who has it.
  static Ownership take(Instance instance) throws Failure, IOException {
    Files.createDirectories(instance.state());
    var channel =
        FileChannel.open(file(instance), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var lock = tryLock(channel);
    if (lock.isEmpty()) {
      channel.close();
      throw new Failure(
          Exit.USAGE,
          instance.folder() + " is running already",
          "process " + owner(instance).map(String::valueOf).orElse("unknown") + " has it",
          "end that one, or run `tulle down " + instance.folder() + "`");
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    return new Ownership(channel);
  }

  /// The process that has it now.
  static Optional<Long> owner(Instance instance) throws IOException {
    if (!Files.exists(file(instance))) {
      return Optional.empty();
    }
    try (var channel = FileChannel.open(file(instance), StandardOpenOption.WRITE)) {
      var lock = tryLock(channel);
      if (lock.isPresent()) {
        return Optional.empty();
      }
    }
    var text = Files.readString(file(instance)).strip();
    return text.matches("\\d{1,9}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    return Optional.ofNullable(channel.tryLock());
  }

  /// In the state directory, since the run directory is removed while it is owned.
  private static Path file(Instance instance) {
    return instance.state().resolve("owner.lock");
  }
}
