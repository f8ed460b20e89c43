package dev.tulle.cli.local.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The kernel's limit of how many programs of one user may watch files. Each Envoy watches its
/// certificate four times, all Envoys of the machine are one user's, and the usual limit of 128 is
/// reached with thirty pods: then Envoy aborts as soon as it starts. So it is raised where it is
/// lower, and stays so, as other programs may have come to rely on it.
public final class WatchLimit {

  private static final Logger log = LoggerFactory.getLogger(WatchLimit.class);
  private static final Path FILE = Path.of("/proc/sys/fs/inotify/max_user_instances");
  private static final long ENOUGH = 8192;

  private WatchLimit() {}

  /// A machine that does not let us has fewer pods.
  public static void raise() {
    try {
      if (Long.parseLong(Files.readString(FILE).strip()) < ENOUGH) {
        Files.writeString(FILE, Long.toString(ENOUGH));
      }
    } catch (IOException | NumberFormatException e) {
      log.warn("{} cannot be raised to {}: {}", FILE, ENOUGH, e.getMessage());
    }
  }
}
