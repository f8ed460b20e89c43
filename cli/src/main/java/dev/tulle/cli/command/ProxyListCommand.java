package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.proxy.ProxyRow;
import dev.tulle.cli.proxy.RunningProxy;
import dev.tulle.cli.view.ProxyTables;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tulle proxy list`.
@Command(
    name = "list",
    description = {
      "Shows every proxy: whether it is ready, and has what it should have.",
      "Ends with 1 when one is not ready, not connected, or refuses something."
    },
    footer = {"", "Example:", "  tulle proxy list", "  tulle proxy list examples/hello -o json"})
final class ProxyListCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private FolderChoice folder = new FolderChoice();

  @Mixin private OutputFormat output = new OutputFormat();

  ProxyListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    Root.need("proxy");
    var running = folder.running();
    var rows = rows(running);
    var about = new LinkedHashMap<>(Map.of("folder", running.status().folder()));
    new Listing<>("proxies", about, rows, ProxyTables::proxies, ProxyRow::name)
        .print(console, output.chosen());
    return (rows.stream().allMatch(ProxyRow::inOrder) ? Exit.OK : Exit.FINDINGS).code();
  }

  private static List<ProxyRow> rows(RunningFolder running) throws Failure {
    var status = running.status();
    try {
      return ProxyRow.all(RunningProxy.all(running.instance(), status), status);
    } catch (IOException e) {
      throw new Failure(
          Exit.UNREACHABLE,
          "the proxies of " + status.folder() + " cannot be looked at",
          String.valueOf(e.getMessage()),
          "try again; `tulle status` says whether the folder runs");
    }
  }
}
