package dev.tulle.cli.local.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A program of this machine that pods and their network are made with. It is found on PATH or in
/// the system's usual places, since `sbin` is often missing from a user's PATH.
public enum Tool {
  IP("ip", "iproute2"),
  NFT("nft", "nftables"),
  NSENTER("nsenter", "util-linux"),
  SETPRIV("setpriv", "util-linux"),
  SETSID("setsid", "util-linux"),
  UNSHARE("unshare", "util-linux");

  private final String program;
  private final String distribution;

  Tool(String program, String distribution) {
    this.program = program;
    this.distribution = distribution;
  }

  /// The name of the package that brings it, the same in Debian, Fedora, Alpine and Arch.
  public String distribution() {
    return distribution;
  }

  public Optional<Path> find() {
    var path = System.getenv("PATH");
    var folders = (path == null ? "" : path) + ":/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin";
    for (var folder : folders.split(":", -1)) {
      var candidate = Path.of(folder, program);
      if (candidate.isAbsolute() && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  public String missing() {
    return "`" + program + "` is not on this machine: install the package " + distribution + ".";
  }

  /// Its path, to begin a command line with.
  public String path() throws IOException {
    return find().orElseThrow(() -> new IOException(missing())).toString();
  }

  /// Runs it to its end and gives what it printed; `input` is its standard input. A failure is an
  /// exception that quotes what it said.
  public String run(String input, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(path());
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      try (var out = process.getOutputStream()) {
        out.write(input.getBytes(StandardCharsets.UTF_8));
      }
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("`%s` failed: %s".formatted(String.join(" ", command), said.strip()));
      }
      return said;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while `" + program + "` ran", e);
    }
  }
}
