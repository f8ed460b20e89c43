package dev.tulle.cli.command;

import dev.tulle.cli.envoy.EnvoyBinary;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `tulle version`.
@Command(
    name = "version",
    description = "Shows the versions of Tulle, of the Envoy it runs, and of what it runs on.",
    footer = {"", "Example:", "  tulle version"})
final class VersionCommand implements Callable<Integer> {

  private final Console console;

  VersionCommand(Console console) {
    this.console = console;
  }

  static String version() {
    return Objects.requireNonNullElse(
        VersionCommand.class.getPackage().getImplementationVersion(), "unpackaged");
  }

  @Override
  public Integer call() {
    console.out().println("tulle  " + version());
    console.out().println("envoy  " + EnvoyBinary.VERSION);
    console.out().println("java   " + Runtime.version());
    console
        .out()
        .println(
            "system %s %s %s"
                .formatted(
                    System.getProperty("os.name"),
                    System.getProperty("os.version"),
                    System.getProperty("os.arch")));
    return 0;
  }
}
