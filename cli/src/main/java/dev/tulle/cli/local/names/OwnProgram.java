package dev.tulle.cli.local.names;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// This very program, as another process: the same JVM, class path and AOT cache, but small.
final class OwnProgram {

  private static final String MAIN = "dev.tulle.cli.Main";
  private static final String CACHE = "-XX:AOTCache=";

  private OwnProgram() {}

  /// The options are for a server that answers from a table of some megabytes: it starts with a
  /// small heap, and has room for a hundred thousand names.
  static List<String> command() throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(quickStart());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xms8m",
            "-Xmx256m",
            "-Xss512k",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xlog:disable",
            MAIN));
    return command;
  }

  /// The AOT cache of this process, where it has one, and the options on modules, as it holds for
  /// exactly those that it was made with.
  private static List<String> quickStart() throws IOException {
    var own = List.of(Files.readString(Path.of("/proc/self/cmdline")).split("\0", -1));
    return own.subList(0, Math.max(0, own.indexOf(MAIN))).stream()
        .filter(it -> it.startsWith(CACHE) || it.startsWith("--"))
        .toList();
  }
}
