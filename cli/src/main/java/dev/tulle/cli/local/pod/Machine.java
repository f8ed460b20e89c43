package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.net.Network;
import java.nio.file.Path;
import java.time.Clock;

/// What all pods of an instance share.
record Machine(
    Path pods,
    Network network,
    Launcher launcher,
    Launch.Origin origin,
    String node,
    References references,
    Draining draining,
    Resolver resolver,
    Sidecars sidecars,
    ExitWatch exits,
    Clock clock,
    PodListener listener) {}
