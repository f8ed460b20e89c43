package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.proxy.EndpointRow;
import dev.tulle.cli.view.ProxyTables;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tulle proxy endpoints`.
@Command(
    name = "endpoints",
    description = {"Shows the addresses that a proxy sends to, and how it fares with each."},
    footer = {
      "",
      "Example:",
      "  tulle proxy endpoints ingress",
      "  tulle proxy endpoints deploy/my-app -o wide"
    })
final class ProxyEndpointsCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private ProxyOptions proxy = new ProxyOptions();

  ProxyEndpointsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    return proxy.print(
        console,
        asked ->
            new Listing<>(
                "endpoints",
                asked.about(),
                asked.endpoints(asked.configuration()),
                ProxyTables::endpoints,
                EndpointRow::resource));
  }
}
