package dev.tulle.cli.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tulle completion`.
@Command(
    name = "completion",
    description = "Prints a script that lets a shell complete commands and options.",
    footer = {
      "",
      "Example:",
      "  tulle completion bash > /etc/bash_completion.d/tulle",
      "  source <(tulle completion zsh)",
      "  tulle completion fish > ~/.config/fish/completions/tulle.fish"
    })
final class CompletionCommand implements Callable<Integer> {

  private enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Console console;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private Shell shell = Shell.BASH;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var program = Program.writingTo(console.out(), console.err()).line();
    switch (shell) {
      // the script for bash makes zsh understand it by itself
      case BASH, ZSH -> console.out().println(AutoComplete.bash("tulle", program));
      case FISH -> fish(program);
    }
    return 0;
  }

  private void fish(CommandLine program) {
    program
        .getSubcommands()
        .forEach((name, command) -> fish(name, command, "__fish_use_subcommand"));
  }

  /// `where` is the condition under which fish offers the command.
  private void fish(String name, CommandLine command, String where) {
    var spec = command.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    var about = spec.usageMessage().description()[0].replace("'", "\\'");
    console.out().println("complete -c tulle -n %s -f -a %s -d '%s'".formatted(where, name, about));
    for (var option : spec.options()) {
      console.out().println(fishOption(name, option));
    }
    var below = command.getSubcommands();
    var within =
        "'__fish_seen_subcommand_from %s; and not __fish_seen_subcommand_from %s'"
            .formatted(name, String.join(" ", below.keySet()));
    below.forEach((each, its) -> fish(each, its, within));
  }

  private static String fishOption(String command, CommandLine.Model.OptionSpec option) {
    var line = new StringBuilder("complete -c tulle -n '__fish_seen_subcommand_from ");
    line.append(command).append('\'');
    for (var name : option.names()) {
      line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
    }
    return line.append(option.arity().max() > 0 ? " -r" : "").toString();
  }
}
