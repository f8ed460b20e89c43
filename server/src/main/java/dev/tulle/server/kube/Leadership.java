package dev.tulle.server.kube;

/// Whether this replica is the one that writes. At no time two of them are, by the clock of each.
public interface Leadership {

  /// To be asked right before each write.
  boolean isLeader();

  /// Calls the listener, from a thread that must not be kept, whenever the answer is another one.
  void onChange(Runnable listener);
}
