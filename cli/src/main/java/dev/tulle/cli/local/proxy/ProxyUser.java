package dev.tulle.cli.local.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The user that every Envoy runs as. It needs no entry in `/etc/passwd`: the number is from a
/// range that systemd's list of user ids leaves unused, so nobody else's processes have it, and a
/// proxy's certificate, key and admin socket are unreachable for every other user but root.
public final class ProxyUser {

  public static final int ID = 60_937;

  private ProxyUser() {}

  /// The start of a command line that runs the rest of it as this user, with no privilege but,
  /// where asked for, that of listening on ports below 1024.
  public static List<String> command(boolean lowPorts) {
    var id = Integer.toString(ID);
    var caps = lowPorts ? "-all,+net_bind_service" : "-all";
    return List.of(
        "setpriv",
        "--reuid=" + id,
        "--regid=" + id,
        "--clear-groups",
        "--inh-caps=" + caps,
        "--ambient-caps=" + caps,
        "--no-new-privs");
  }

  /// Creates a directory that only this user (and root) can look into.
  public static void createDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    own(directory);
  }

  /// Writes a file that only this user can read, in one step: a reader sees the old or the new
  /// content.
  public static void write(Path file, String content) throws IOException {
    var temporary = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(
        temporary,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, content);
    own(temporary);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  public static void own(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", ID);
    Files.setAttribute(path, "unix:gid", ID);
  }
}
