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
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Optional;
import java.util.Set;

/// Where a root is kept: certificate and key in one file that only its owner can read, written
/// whole or not at all. Of several that are created at once, one stays, and all use that one.
final class RootFile {

  private static final byte[] PROBE = "tulle".getBytes(StandardCharsets.US_ASCII);

  private final Path directory;
  private final Path path;

  RootFile(Path directory) {
    this.directory = directory;
    this.path = directory.resolve("root.pem");
  }

  Optional<Root> read() throws IOException {
    String text;
    try {
      text = Files.readString(path, StandardCharsets.US_ASCII);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      var root = new Root(Pem.readCertificate(text), Pem.readKey(text));
      check(root);
      return Optional.of(root);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          path
              + " does not hold a whole certificate and its key ("
              + e.getMessage()
              + "): restore it from a backup, or move it away and every proxy gets a new identity",
          e);
    }
  }

  private static void check(Root root) throws GeneralSecurityException {
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(root.key());
    signature.update(PROBE);
    var signed = signature.sign();
    signature.initVerify(root.certificate().getPublicKey());
    signature.update(PROBE);
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("the key is not that of the certificate");
    }
  }

  /// Stores a root unless there is one already; returns the one that is stored.
  Root create(Root root) throws IOException {
    var fresh = directory.resolve(".root-" + root.certificate().getSerialNumber());
    var text = Pem.certificate(root.certificate()) + Pem.key(root.key());
    write(fresh, text);
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
