package dev.tulle.cli.command;

import dev.tulle.cli.local.LocalSettings;
import dev.tulle.cli.offline.Rehearsal;
import dev.tulle.cli.outcome.Failure;
import java.nio.file.Path;
import java.util.List;

/// What commands that run nothing make of a folder: the same as `up` without options.
final class Offline {

  private static final int HTTP = 8080;
  private static final int HTTPS = 8443;

  private Offline() {}

  static Rehearsal of(Path folder) throws Failure {
    return Rehearsal.of(
        Folders.mustExist(folder),
        folder.toString(),
        LocalSettings.compiler(List.of("127.0.0.1"), HTTP, HTTPS));
  }
}
