package dev.tulle.cli.local.controller;

/// The figures of one workload. `desired` is what it asks for; of the pods that exist and are not
/// terminating, `current` counts all, `updated` those of its present template, `ready` those that
/// are ready, `available` those ready for `minReadySeconds`. For a Job, `ready` counts the
/// completions it has reached.
public record Replicas(int desired, int current, int updated, int ready, int available) {}
