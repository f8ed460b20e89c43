package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program as a whole: all its commands, and what becomes of a mistake on the command line, of
/// a `Failure`, and of a fault of our own.
public final class Program {

  private final Console console;
  private final CommandLine line;

  private Program(Console console) {
    this.console = console;
    this.line = commands();
  }

  public static Program ofProcess() {
    return new Program(Console.ofProcess());
  }

  static Program writingTo(PrintWriter out, PrintWriter err) {
    return new Program(new Console(out, err));
  }

  /// Runs one command and returns the code to exit with.
  public int run(String... args) {
    int code = args.length == 0 ? showCommands() : line.execute(args);
    console.out().flush();
    console.err().flush();
    return code;
  }

  private int showCommands() {
    line.usage(console.err());
    return Exit.USAGE.code();
  }

  CommandLine line() {
    return line;
  }

  private CommandLine commands() {
    var root = new CommandLine(new TulleCommand());
    List.of(
            new UpCommand(console),
            new DownCommand(console),
            new StatusCommand(console),
            new CheckCommand(console),
            new TranslateCommand(console),
            new ExecCommand(console),
            new LogsCommand(console),
            proxy(),
            new ControllerCommand(),
            new InstallCommand(console),
            new FetchCommand(console),
            new CompletionCommand(console),
            new VersionCommand(console))
        .forEach(root::addSubcommand);
    root.addSubcommand(new TrainCommand(console));
    root.addSubcommand(new NameServerCommand(console));
    addHelp(root);
    root.setOut(console.out());
    root.setErr(console.err());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    root.setParameterExceptionHandler(this::misused);
    root.setExecutionExceptionHandler(this::failed);
    return root;
  }

  private CommandLine proxy() {
    var proxy = new CommandLine(new ProxyCommand());
    List.of(
            new ProxyListCommand(console),
            new ProxyListenersCommand(console),
            new ProxyRoutesCommand(console),
            new ProxyClustersCommand(console),
            new ProxyEndpointsCommand(console),
            new ProxyBootstrapCommand(console))
        .forEach(proxy::addSubcommand);
    return proxy;
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Shows this help.")
                .build());
    command.getSubcommands().values().forEach(Program::addHelp);
  }

  private int misused(ParameterException e, String[] args) {
    var name = e.getCommandLine().getCommandSpec().qualifiedName();
    console.say("error: " + sentence(String.valueOf(e.getMessage())));
    if (e instanceof UnmatchedArgumentException unmatched) {
      var suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        console.say("  did you mean: " + String.join(", ", suggestions));
      }
    }
    console.say("  next: `" + name + " --help` shows what it takes, with an example");
    return Exit.USAGE.code();
  }

  private static String sentence(String message) {
    return message.strip().lines().findFirst().orElse(message);
  }

  private int failed(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof Failure failure) {
      failure.lines().forEach(console::say);
      return failure.exit().code();
    }
    console.say("error: this is a fault in Tulle itself: " + e);
    console.say("  next: report it, please, with what is in " + log(e));
    return Exit.BUG.code();
  }

  private static String log(Exception e) {
    try {
      var file = Files.createTempFile("tulle-fault-", ".log");
      try (var writer = new PrintWriter(Files.newBufferedWriter(file))) {
        e.printStackTrace(writer);
      }
      return file.toString();
    } catch (IOException unwritable) {
      return "a log that could not be written (" + unwritable.getMessage() + ")";
    }
  }
}
