package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.proxy.ListenerRow;
import dev.tulle.cli.view.ProxyTables;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tulle proxy listeners`.
@Command(
    name = "listeners",
    description = {"Shows on which addresses a proxy takes connections, and what becomes of them."},
    footer = {
      "",
      "Example:",
      "  tulle proxy listeners deploy/my-app",
      "  tulle proxy listeners ingress -o wide"
    })
final class ProxyListenersCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private ProxyOptions proxy = new ProxyOptions();

  ProxyListenersCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    return proxy.print(
        console,
        asked ->
            new Listing<>(
                "listeners",
                asked.about(),
                ListenerRow.of(asked.configuration(), asked.names()),
                ProxyTables::listeners,
                ListenerRow::resource));
  }
}
