package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.proxy.RouteRow;
import dev.tulle.cli.view.ProxyTables;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tulle proxy routes`.
@Command(
    name = "routes",
    description = {
      "Shows where a proxy sends requests, by host and path.",
      "Within a host, the first line that matches counts. A star stands for anything."
    },
    footer = {"", "Example:", "  tulle proxy routes ingress", "  tulle proxy routes deploy/my-app"})
final class ProxyRoutesCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private ProxyOptions proxy = new ProxyOptions();

  ProxyRoutesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    return proxy.print(
        console,
        asked ->
            new Listing<>(
                "routes",
                asked.about(),
                RouteRow.of(asked.configuration(), asked.names()),
                ProxyTables::routes,
                RouteRow::resource));
  }
}
