package dev.tulle.cli.e2e;

import dev.tulle.cli.local.net.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a running folder has of the machine: to be looked at while it runs, and looked for when
/// nothing of it may be left.
final class Belongings {

  private static final Path PROC = Path.of("/proc");
  private static final Path NAMESPACES = Path.of("/run/netns");

  private final Path run;
  private final String key;
  private final Set<Processes.Stat> processes = new HashSet<>();

  private Belongings(Path run) {
    this.run = run;
    this.key = key(run);
  }

  private static String key(Path run) {
    var id = run.getFileName().toString();
    return id.substring(id.length() - 8);
  }

  /// The file of a pod's network namespace.
  static Path namespace(Path run, String namespace, String pod) {
    return NAMESPACES.resolve("tulle-%s-%s_%s".formatted(key(run), namespace, pod));
  }

  /// Of what runs now.
  static Belongings of(Tulle tulle) throws IOException {
    var all = new Belongings(tulle.run().orElseThrow());
    if (tulle.hasEnvoy()) {
      Processes.stat(tulle.envoyPid()).ifPresent(all.processes::add);
    }
    for (var namespace : all.namespaces()) {
      Processes.inNetwork(NAMESPACES.resolve(namespace)).stream()
          .flatMap(pid -> Processes.stat(pid).stream())
          .forEach(all.processes::add);
    }
    return all;
  }

  /// The processes of each pod's containers that run a program of this name, by network namespace.
  static SortedMap<String, List<Long>> programs(Tulle tulle, String program) throws IOException {
    var found = new TreeMap<String, List<Long>>();
    for (var namespace : new Belongings(tulle.run().orElseThrow()).namespaces()) {
      var pids = new ArrayList<Long>();
      for (long pid : Processes.inNetwork(NAMESPACES.resolve(namespace))) {
        if (read(PROC.resolve(pid + "/comm")).startsWith(program)) {
          pids.add(pid);
        }
      }
      found.put(namespace, pids);
    }
    return found;
  }

  /// All that is still there, in words; empty when everything has gone.
  List<String> left() throws IOException, InterruptedException {
    var left = new ArrayList<String>();
    processes.stream()
        .filter(Processes.Stat::alive)
        .map(it -> "process " + it.pid())
        .forEach(left::add);
    try (var pids = Files.list(PROC)) {
      pids.filter(it -> it.getFileName().toString().matches("\\d+"))
          .filter(it -> read(it.resolve("cmdline")).contains(run.toString()))
          .forEach(it -> left.add(it + ": " + read(it.resolve("cmdline")).replace('\0', ' ')));
    }
    namespaces().forEach(it -> left.add("namespace " + it));
    names(Path.of("/sys/class/net"), "t" + key).forEach(it -> left.add("interface " + it));
    names(Path.of("/etc/netns"), "tulle-" + key).forEach(it -> left.add("/etc/netns/" + it));
    lines(read(PROC.resolve("self/mounts"))).forEach(it -> left.add("mount " + it));
    lines(tables()).forEach(left::add);
    if (Files.exists(run)) {
      left.add(run.toString());
    }
    return left;
  }

  private Collection<String> lines(String text) {
    return text.lines().filter(line -> line.contains(key)).toList();
  }

  private List<String> namespaces() throws IOException {
    return names(NAMESPACES, "tulle-" + key);
  }

  private static List<String> names(Path folder, String prefix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(it -> it.getFileName().toString())
          .filter(it -> it.startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private static String tables() throws IOException, InterruptedException {
    var nft = new ProcessBuilder("nft", "list", "tables").redirectErrorStream(true).start();
    var text =
        new String(nft.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (nft.waitFor() != 0) {
      throw new IOException(text);
    }
    return text;
  }

  /// Empty for a process that has just gone.
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
