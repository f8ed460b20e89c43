package dev.tulle.server.stream;

import org.jspecify.annotations.Nullable;

/// What a proxy has under one name, as far as we can know. `content` is missing where we have only
/// the proxy's word for the version.
record Holding(String version, @Nullable Encoded content) {

  /// No content has this version: whatever comes next is sent.
  static final String UNKNOWN = "";
}
