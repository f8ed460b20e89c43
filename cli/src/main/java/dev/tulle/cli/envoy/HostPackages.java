package dev.tulle.cli.envoy;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The programs of this machine that Tulle runs. One that is missing is installed through the
/// machine's package manager where we are root, and named in one sentence otherwise.
public final class HostPackages {

  private static final Map<String, List<String>> FOR_PODS =
      Map.of(
          "ip", List.of("iproute2", "iproute"),
          "nft", List.of("nftables"),
          "nsenter", List.of("util-linux"),
          "setpriv", List.of("util-linux", "setpriv"));

  private final Map<String, String> environment;
  private final Consumer<String> say;
  private final SearchPath programs;

  public HostPackages(Map<String, String> environment, Consumer<String> say) {
    this.environment = environment;
    this.say = say;
    this.programs = SearchPath.of(environment);
  }

  /// What running pods and proxies takes.
  public void needForPods() throws Failure, InterruptedException {
    for (var program : FOR_PODS.keySet().stream().sorted().toList()) {
      if (programs.find(program).isEmpty()) {
        install(program, FOR_PODS.getOrDefault(program, List.of()));
      }
    }
  }

  void needPip() throws Failure, InterruptedException {
    var python = programs.find("python3");
    try {
      if (python.isPresent() && succeeds(List.of(python.get().toString(), "-m", "pip", "-V"))) {
        return;
      }
    } catch (IOException e) {
      say.accept("python3 does not run: " + e.getMessage());
    }
    install("pip3", List.of("python3-pip", "py3-pip", "python-pip"));
  }

  /// With the function that the launcher has for it; without a clone there is only the sentence.
  private void install(String program, List<String> packages) throws Failure, InterruptedException {
    var script = Path.of(System.getProperty("tulle.home", "")).resolve(".tools/machine.sh");
    if ("root".equals(System.getProperty("user.name")) && Files.isReadable(script)) {
      var command =
          new ArrayList<>(
              List.of("sh", "-c", ". \"$0\" && need_program \"$@\"", script.toString()));
      command.add(program);
      command.addAll(packages);
      say.accept("installing " + packages.getFirst() + ", which has " + program);
      try {
        if (succeeds(command)) {
          return;
        }
      } catch (IOException e) {
        say.accept("sh does not run: " + e.getMessage());
      }
    }
    throw new Failure(
        Exit.UNREACHABLE,
        "the program " + program + " is missing on this machine",
        "Tulle runs it, and could not install it by itself",
        "install the package " + String.join(" or ", packages) + ", then try again");
  }

  private boolean succeeds(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    var process = builder.start();
    process.getOutputStream().close();
    return process.waitFor() == 0;
  }
}
