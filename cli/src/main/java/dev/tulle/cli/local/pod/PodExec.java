package dev.tulle.cli.local.pod;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.net.Processes.Stat;
import dev.tulle.cli.local.net.Tool;
import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands in a container that runs: in its network, host name, files of `/etc` and working
/// directory, as its user, and with the environment that it was itself started with. All of it is
/// read from disk and from the container's shim, so that any Tulle on this machine can.
public final class PodExec {

  private PodExec() {}

  /// What `tulle exec` starts, after the caller has said what becomes of input and output. Without
  /// a container's name the pod's first one is meant.
  public static ProcessBuilder command(
      Instance instance, ObjectName pod, Optional<String> container, List<String> command)
      throws IOException {
    var folder = PodFolder.of(instance.pods(), pod);
    var read =
        folder
            .read()
            .orElseThrow(
                () -> new IOException(pod + " is not there: `tulle status` lists the pods."));
    var name = container.orElse(read.getSpec().getContainers().getFirst().getName());
    if (names(read).stream().noneMatch(name::equals)) {
      throw new IOException(
          "%s has no container %s: name one of %s.".formatted(pod, name, names(read)));
    }
    var attempt = folder.latest(name).filter(it -> it.shim().filter(Stat::alive).isPresent());
    if (attempt.isEmpty()) {
      throw new IOException(
          "Container %s of %s does not run now: `tulle logs %s` shows what it said last."
              .formatted(name, pod, pod.name()));
    }
    var builder = inside(attempt.get(), command);
    builder.environment().putIfAbsent("TERM", System.getenv().getOrDefault("TERM", "xterm"));
    return builder;
  }

  /// The logs of a pod, by container, in the order of its spec.
  public static List<Path> logs(Instance instance, ObjectName pod) throws IOException {
    var folder = PodFolder.of(instance.pods(), pod);
    return folder.read().map(it -> names(it).stream().map(folder::log).toList()).orElse(List.of());
  }

  /// All pods of an instance as they were last reported, also when no runtime is up.
  public static List<Pod> pods(Instance instance) throws IOException {
    var result = new ArrayList<Pod>();
    for (var folder : PodFolder.all(instance.pods())) {
      folder.read().ifPresent(result::add);
    }
    return List.copyOf(result);
  }

  static ProcessBuilder inside(Attempt attempt, List<String> command) throws IOException {
    // Not the main process: while a program is just being loaded, /proc shows it no environment.
    var shim =
        attempt
            .shim()
            .filter(Stat::alive)
            .orElseThrow(() -> new IOException("the container does not run"));
    var line = new ArrayList<String>();
    line.addAll(List.of(Tool.NSENTER.path(), "--target", "" + shim.pid()));
    line.addAll(List.of("--net", "--uts", "--mount", "--wd"));
    var user = attempt.user();
    if (user.isPresent()) {
      line.addAll(user.get().enter(Tool.SETPRIV.path()));
    }
    line.addAll(command);
    var builder = new ProcessBuilder(line).directory(new File("/"));
    builder.environment().clear();
    builder.environment().putAll(environment(shim.pid()));
    return builder;
  }

  private static List<String> names(Pod pod) {
    var names = new ArrayList<String>();
    pod.getSpec().getContainers().stream().map(Container::getName).forEach(names::add);
    pod.getSpec().getInitContainers().stream().map(Container::getName).forEach(names::add);
    return names;
  }

  private static Map<String, String> environment(long pid) throws IOException {
    var text = Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.UTF_8);
    var result = new HashMap<String, String>();
    for (var entry : text.split("\0", -1)) {
      var equals = entry.indexOf('=');
      if (equals > 0) {
        result.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return result;
  }
}
