package dev.tulle.cli.command;

import picocli.CommandLine.Option;

/// In which form a command prints its table.
final class OutputFormat {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table (the default), wide, json, yaml or name.")
  private Format format = Format.TABLE;

  Format chosen() {
    return format;
  }
}
