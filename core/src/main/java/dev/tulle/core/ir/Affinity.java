package dev.tulle.core.ir;

/// Whether the requests of one client stay with one endpoint.
public enum Affinity {
  NONE,
  CLIENT_ADDRESS
}
