package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;

/// A listener, by the Gateway or ListenerSet that has it and its name there.
record ListenerId(ObjectName owner, String name) implements Comparable<ListenerId> {

  @Override
  public int compareTo(ListenerId other) {
    int byOwner = owner.compareTo(other.owner);
    return byOwner != 0 ? byOwner : name.compareTo(other.name);
  }

  /// As a person writes it.
  @Override
  public String toString() {
    return "listener " + name + " of " + owner;
  }
}
