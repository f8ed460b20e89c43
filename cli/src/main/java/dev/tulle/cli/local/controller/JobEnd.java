package dev.tulle.cli.local.controller;

import java.time.Instant;

/// That a Job has finished, kept because its pods may be gone: a Job runs once for each template.
/// `template` is the hash of the one it ran with.
public record JobEnd(String template, boolean complete, String reason, String message, Instant at) {

  /// The key under which a Job's end is kept.
  public static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
