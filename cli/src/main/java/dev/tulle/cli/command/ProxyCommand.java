package dev.tulle.cli.command;

import picocli.CommandLine.Command;

/// `tulle proxy`, which does nothing but show its commands.
@Command(
    name = "proxy",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Shows what the Envoys of a running folder really have, and which object each part comes from."
    },
    footer = {"", "Example:", "  tulle proxy list", "  tulle proxy routes deploy/my-app"})
final class ProxyCommand {}
