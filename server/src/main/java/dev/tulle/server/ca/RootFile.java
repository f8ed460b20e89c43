package dev.tulle.server.ca;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A root in a folder: certificate and key in one file that only its owner can read, written
/// whole or not at all.
final class RootFile implements RootStore {

  private final Path directory;
  private final Path path;

  RootFile(Path directory) {
    this.directory = directory;
    this.path = directory.resolve("root.pem");
  }

  @Override
  public String place() {
    return path.toString();
  }

  @Override
  public Optional<RootText> read() throws IOException {
    try {
      return Optional.of(Pem.split(Files.readString(path, StandardCharsets.US_ASCII)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public RootText create(RootText root) throws IOException {
    var fresh = directory.resolve(".root-" + UUID.randomUUID());
    write(fresh, root.certificate() + root.key());
    try {
      Files.createLink(path, fresh);
      sync(directory);
      return root;
    } catch (FileAlreadyExistsException e) {
      return read().orElseThrow(() -> new IOException(path + " came and went: try again"));
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void write(Path file, String text) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
