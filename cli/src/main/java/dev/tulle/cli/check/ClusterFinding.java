package dev.tulle.cli.check;

import dev.tulle.core.status.Severity;

/// One thing that is missing or doubtful: what it is, why that matters, what to do, and where more
/// about it stands.
public record ClusterFinding(
    Severity severity, String reason, String message, String why, String cure, String link) {}
