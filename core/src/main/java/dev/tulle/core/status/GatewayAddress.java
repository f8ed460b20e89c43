package dev.tulle.core.status;

/// An address as a status has it; `value` is a literal IP address or a host name.
public record GatewayAddress(Type type, String value) {

  /// The types of address of the Gateway API that are given out.
  public enum Type {
    IP,
    HOSTNAME
  }
}
