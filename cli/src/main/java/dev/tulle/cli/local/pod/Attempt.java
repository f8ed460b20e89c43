package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.net.Processes;
import dev.tulle.cli.local.net.Processes.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// One start of a container as its folder on disk tells of it; the start itself writes
/// `user`, `shim.sh` the other files.
record Attempt(Path folder, int number) {

  private static final String EXIT = "exit";
  private static final String USER = "user";

  /// The shell that waits for the container's command.
  Optional<Stat> shim() {
    return stat("shim");
  }

  /// The container's own process, the one that signals go to.
  Optional<Stat> main() {
    return stat("main");
  }

  /// Writes down whom it runs as, before it starts.
  void keep(Launch.User user) throws IOException {
    Files.writeString(folder.resolve(USER), user.user() + " " + user.group() + "\n");
  }

  /// Whom it runs as, where that is not Tulle's own user.
  Optional<Launch.User> user() {
    return read(USER)
        .map(text -> text.strip().split(" ", 2))
        .map(ids -> new Launch.User(Long.parseLong(ids[0]), Long.parseLong(ids[1])));
  }

  /// The exit code, once there is one.
  Optional<Integer> code() {
    // A line without its end is still being written.
    return read(EXIT)
        .filter(text -> text.endsWith("\n"))
        .map(text -> Integer.valueOf(text.strip()));
  }

  /// How it ended, where it has ended: also where it was killed together with its shim.
  Optional<Exit> exit(Instant now) {
    var started = written("shim").orElse(now);
    var code = code();
    if (code.isPresent()) {
      return Optional.of(Exit.of(code.get(), started, written(EXIT).orElse(now)));
    }
    if (shim().filter(Stat::alive).isPresent()) {
      return Optional.empty();
    }
    // It may have written its code just before it went.
    return Optional.of(Exit.of(code().orElse(Exit.KILLED), started, now));
  }

  Optional<Instant> written(String file) {
    try {
      return Optional.of(Files.getLastModifiedTime(folder.resolve(file)).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<Stat> stat(String file) {
    return read(file).flatMap(Processes.Stat::parse);
  }

  private Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(folder.resolve(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
