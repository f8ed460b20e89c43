package dev.tulle.server.loop;

/// What becomes of a new version of an object that has an error where the version before had none.
public enum NewVersions {
  /// An API server has taken it, and other replicas will have it: serving what it says is the only
  /// honest answer.
  TAKEN,
  /// Somebody is editing a file: the version before stays in force until it is right.
  HELD_BACK_IF_BROKEN
}
