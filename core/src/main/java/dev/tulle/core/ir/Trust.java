package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.Set;

/// Certificates of authorities in PEM, by which others' certificates are judged. They come from
/// `sources`.
public record Trust(Id id, String certificates, Set<ObjectName> sources) {

  public Trust {
    sources = Set.copyOf(sources);
  }

  /// Whose trust it is: a policy's, or a Gateway's, on one port or, where that is 0, on all others.
  public record Id(ObjectName owner, int port) implements Comparable<Id> {

    @Override
    public int compareTo(Id other) {
      int byOwner = owner.compareTo(other.owner);
      return byOwner != 0 ? byOwner : Integer.compare(port, other.port);
    }
  }
}
