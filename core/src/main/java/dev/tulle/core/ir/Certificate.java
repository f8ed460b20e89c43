package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;

/// A certificate chain in PEM, leaf first, and the key that belongs to its leaf.
public record Certificate(ObjectName secret, String chain, PrivateKey key) {

  /// A private key in PEM. It prints as `[redacted]`, so that no log or dump shows it.
  public record PrivateKey(String pem) {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }
}
