package dev.tulle.cli.command;

import dev.tulle.cli.local.names.NameServer;
import dev.tulle.cli.local.names.NameServerSettings;
import dev.tulle.cli.outcome.Exit;
import dev.tulle.core.dns.AddressRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tulle name-server`, hidden: the process that `up` starts beside itself, and that goes on when
/// it is gone.
@Command(
    name = NameServerSettings.COMMAND,
    hidden = true,
    description = "Answers the pods of a folder that runs; `up` starts it.")
final class NameServerCommand implements Callable<Integer> {

  private final Console console;

  @Option(names = "--socket", required = true, description = "Where it is told the names.")
  private Path socket = Path.of("");

  @Option(names = "--listen", required = true, description = "The address it is asked at.")
  private String listen = "";

  @Option(names = "--port", required = true, description = "The port it is asked at.")
  private int port;

  @Option(names = "--pods", required = true, description = "Who may ask.")
  private String pods = "";

  @Option(
      names = "--held",
      required = true,
      split = ",",
      description = "The addresses of pods and Services.")
  private List<String> held = List.of();

  @Option(names = "--origin", required = true, description = "The zone it answers for.")
  private String origin = "";

  NameServerCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var settings =
        new NameServerSettings(
            socket,
            InetAddress.ofLiteral(listen),
            port,
            AddressRange.of(pods),
            held.stream().map(AddressRange::of).toList(),
            origin);
    System.setProperty(Logging.FILE, settings.log().toString());
    try (var server = NameServer.open(settings)) {
      // at once, so that who asks is not left waiting by a process that ends
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> close(server)));
      server.run();
      return Exit.OK.code();
    } catch (IOException e) {
      console.say(String.valueOf(e.getMessage()));
      return Exit.UNREACHABLE.code();
    }
  }

  private static void close(NameServer server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
