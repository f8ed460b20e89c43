package dev.tulle.core.status;

/// How much a finding weighs. An `ERROR` keeps what it speaks of out of force; a `WARNING` does
/// not.
public enum Severity {
  WARNING,
  ERROR
}
