package dev.tulle.server.stream;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The file of a Unix socket. One that a dead process left behind is replaced; one that is still
/// being served, or is no socket, is left alone.
final class SocketFile {

  /// What the kernel allows for the path of a socket, without the closing zero.
  private static final int LONGEST = 107;

  private SocketFile() {}

  static void clear(Path path) throws IOException {
    if (path.toString().length() > LONGEST) {
      throw new IOException(
          path + " is too long for a socket: at most " + LONGEST + " characters are allowed");
    }
    var parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    var type = Files.readAttributes(path, "isOther", LinkOption.NOFOLLOW_LINKS);
    if (!Boolean.TRUE.equals(type.get("isOther"))) {
      throw new IOException(path + " is not a socket: move it away");
    }
    if (served(path)) {
      throw new IOException(path + " is served by another process: stop that one first");
    }
    Files.delete(path);
  }

  private static boolean served(Path path) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(path));
    } catch (SocketException e) {
      return false;
    }
  }

  /// Everyone may connect: it is the certificate that admits a proxy, and proxies have users of
  /// their own.
  static void admit(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
  }
}
