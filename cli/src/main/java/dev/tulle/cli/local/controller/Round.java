package dev.tulle.cli.local.controller;

import java.time.Instant;
import java.util.Map;

/// What every controller may read in one round, besides its own object and pods.
record Round(Instant now, String node, PodNames names, Map<String, JobEnd> ended) {}
