package dev.tulle.cli.check;

/// The Gateway API as it is installed: its version, and its channel, which says how many kinds
/// there are.
public record GatewayApi(String version, String channel) {

  /// The one that Tulle is made for.
  static final String WANTED = "v1.6";

  boolean isWanted() {
    return version.equals(WANTED) || version.startsWith(WANTED + ".");
  }
}
