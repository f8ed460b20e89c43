package dev.tulle.core.status;

/// One condition of an object's status, as Kubernetes has them, without its timestamp.
public record Condition(String type, Truth status, String reason, String message) {

  /// The three values a condition can have.
  public enum Truth {
    TRUE,
    FALSE,
    UNKNOWN
  }
}
