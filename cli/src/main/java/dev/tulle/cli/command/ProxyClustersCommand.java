package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.proxy.ClusterRow;
import dev.tulle.cli.view.ProxyTables;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tulle proxy clusters`.
@Command(
    name = "clusters",
    description = {"Shows the destinations that a proxy knows, and how many endpoints each has."},
    footer = {"", "Example:", "  tulle proxy clusters deploy/my-app"})
final class ProxyClustersCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private ProxyOptions proxy = new ProxyOptions();

  ProxyClustersCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    return proxy.print(
        console,
        asked ->
            new Listing<>(
                "clusters",
                asked.about(),
                rows(asked),
                ProxyTables::clusters,
                ClusterRow::resource));
  }

  private static List<ClusterRow> rows(ProxyOptions.Asked asked) throws IOException {
    var dump = asked.configuration();
    return ClusterRow.of(dump, asked.endpoints(dump), asked.names());
  }
}
