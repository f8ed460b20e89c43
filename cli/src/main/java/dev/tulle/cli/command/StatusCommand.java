package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.status.StatusFile;
import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.cli.view.StatusTables;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tulle status`.
@Command(
    name = "status",
    description = {
      "Shows what runs, what became of each object and why, and what the proxies have applied.",
      "Ends with 1 when something is in error or the control plane is not running."
    },
    footer = {"", "Example:", "  tulle status examples/hello", "  tulle status -o json"})
final class StatusCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private FolderChoice folder = new FolderChoice();

  @Mixin private OutputFormat output = new OutputFormat();

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    var status = folder.running().status();
    var out = console.out();
    var format = output.chosen();
    switch (format) {
      case TABLE, WIDE ->
          StatusTables.lines(status, Instant.now(), format == Format.WIDE).forEach(out::println);
      case JSON -> out.println(new Output().indented(StatusFile.json(status)));
      case YAML -> out.print(new Output().yaml(StatusFile.json(status)));
      case NAME -> StatusTables.names(status).forEach(out::println);
    }
    return (isInOrder(status) ? Exit.OK : Exit.FINDINGS).code();
  }

  private static boolean isInOrder(StatusSnapshot status) {
    return status.controlPlane().state() != StatusSnapshot.State.STOPPED
        && status.warnings().stream().noneMatch(it -> it.severity().equals("error"))
        && status.proxies().stream().allMatch(it -> it.rejected().isEmpty());
  }
}
