package dev.tulle.core.world;

import dev.tulle.core.name.ObjectName;
import java.util.Optional;

/// An object as it is now, or gone. The object's Java type is the one that its `Kind` names.
public record Change(ObjectName name, Optional<Object> object) {

  public static Change put(ObjectName name, Object object) {
    return new Change(name, Optional.of(object));
  }

  public static Change gone(ObjectName name) {
    return new Change(name, Optional.empty());
  }
}
