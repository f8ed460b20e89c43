package dev.tulle.cli.local.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many inotify instances one user of this machine may have. An Envoy takes four, to see that
/// its certificates are renewed, and ends where it gets none. The usual limit of 128 is that of
/// thirty proxies, which all run as one user.
public final class WatchLimit {

  private static final Path LIMIT = Path.of("/proc/sys/fs/inotify/max_user_instances");
  private static final int WANTED = 8192;

  private WatchLimit() {}

  /// Raises the machine's limit where it is lower. It stays so, as `net.ipv4.ip_forward` does.
  public static void raise() throws IOException {
    if (Integer.parseInt(Files.readString(LIMIT).strip()) < WANTED) {
      Files.writeString(LIMIT, Integer.toString(WANTED));
    }
  }
}
