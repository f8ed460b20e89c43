package dev.tulle.core.status;

import dev.tulle.core.name.ObjectName;

/// Something a user should know about an object. `path` is the field it speaks of, as in
/// `spec.rules[0].http.paths[0]`, or empty for the object as a whole; a source that knows lines
/// turns it into one. `reason` is a CamelCase word a program can test for, `message` one sentence
/// on what is wrong, `cure` one on what to do.
public record Finding(
    Severity severity,
    ObjectName object,
    String path,
    String reason,
    String message,
    String cure) {}
