package dev.tulle.cli.command;

import dev.tulle.cli.envoy.EnvoyBinary;
import dev.tulle.cli.outcome.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `tulle fetch`: what the first `up` does by itself, for machines that go offline later.
@Command(
    name = "fetch",
    description = "Makes sure that Envoy is on this machine, and prints where.",
    footer = {"", "Example:", "  tulle fetch"})
final class FetchCommand implements Callable<Integer> {

  private final Console console;

  FetchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    console.out().println(new EnvoyBinary(System.getenv(), console::say).locate());
    return 0;
  }
}
