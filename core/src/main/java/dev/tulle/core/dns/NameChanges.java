package dev.tulle.core.dns;

import dev.tulle.core.name.ObjectName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What leads from one name table to a later one of the same zone, to be sent to whoever has the
/// earlier one: the parts of Services that came or changed, the Services that went, and all
/// namespaces where those changed. What leads from the unsynced table is the whole one.
public record NameChanges(
    Map<ObjectName, ServiceNames> come, Set<ObjectName> gone, Optional<Set<String>> namespaces) {

  public boolean isEmpty() {
    return come.isEmpty() && gone.isEmpty() && namespaces.isEmpty();
  }

  public byte[] toBytes() {
    return new ChangesWriter().write(this);
  }

  /// The way back of `toBytes`. Throws an IllegalArgumentException where the bytes are no changes.
  public static NameChanges of(byte[] bytes) {
    return new ChangesReader(bytes).read();
  }
}
