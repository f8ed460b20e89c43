package dev.tulle.cli.command;

import picocli.CommandLine.Command;

/// `tulle` itself, which does nothing but show its commands.
@Command(
    name = "tulle",
    synopsisSubcommandLabel = "COMMAND",
    description = "Runs a folder of Kubernetes YAML on this machine, behind a real Envoy.",
    footer = {
      "",
      "Example:",
      "  tulle up examples/hello",
      "",
      "Ends with 0 when all is well, 1 findings, 2 usage, 3 unreachable, 4 timed out,",
      "5 not permitted, 130 interrupted."
    })
final class TulleCommand {}
