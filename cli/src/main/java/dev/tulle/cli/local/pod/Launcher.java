package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.net.PodNetwork;
import dev.tulle.cli.local.net.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Starts containers: one process for `shim.sh` and one for the container's own command.
record Launcher(Path shim, Tools tools) {

  /// A shell other than bash loses variables with names that are no identifiers, such as
  /// `log.level`, which Kubernetes allows.
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /// Where the programs are that a container is started through.
  record Tools(String ip, String setsid, String unshare, String setpriv) {
    static Tools find() throws IOException {
      return new Tools(
          Tool.IP.path(), Tool.SETSID.path(), Tool.UNSHARE.path(), Tool.SETPRIV.path());
    }
  }

  /// Puts the shim where containers of an instance find it.
  static Launcher in(Path run) throws IOException {
    Files.createDirectories(run);
    var shim = run.resolve("shim.sh");
    try (var source = Launcher.class.getResourceAsStream("shim.sh")) {
      if (source == null) {
        throw new IllegalStateException("shim.sh is part of this program");
      }
      var text = source.readAllBytes();
      // A shell reads its script as it goes: one that runs must not be overwritten in place.
      var next = run.resolve("shim.sh.new");
      Files.write(next, text);
      Files.move(next, shim, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
    return new Launcher(shim, Tools.find());
  }

  /// The whole command line, from the session down to the container's own command.
  List<String> command(Launch.Ready launch, PodNetwork network, Attempt attempt, String hostname) {
    var shell = shell(launch.environment());
    var line = new ArrayList<String>();
    line.addAll(List.of(tools.setsid(), tools.ip(), "netns", "exec", network.namespace()));
    line.addAll(List.of(tools.unshare(), "--uts", shell, shim.toString(), shell));
    line.addAll(List.of(attempt.folder().toString(), hostname));
    launch.user().ifPresent(user -> line.addAll(user.enter(tools.setpriv())));
    line.addAll(launch.command());
    return List.copyOf(line);
  }

  Process start(Launch.Ready launch, PodNetwork network, Attempt attempt, String hostname, Path log)
      throws IOException {
    var builder = new ProcessBuilder(command(launch, network, attempt, hostname));
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    if (!Files.exists(log)) {
      Files.createFile(log);
    }
    if (launch.user().isPresent()) {
      // So that it may open /dev/stdout again, as many servers do for their logs.
      attempt.keep(launch.user().get());
      Files.setAttribute(log, "unix:uid", Math.toIntExact(launch.user().get().user()));
    }
    return builder
        .directory(launch.folder().toFile())
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static String shell(Map<String, String> environment) {
    var odd = environment.keySet().stream().anyMatch(it -> !IDENTIFIER.matcher(it).matches());
    return odd && Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
  }
}
