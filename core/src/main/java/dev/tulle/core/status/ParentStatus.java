package dev.tulle.core.status;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What became of an object with respect to one of its parents, which is named as the object names
/// it.
public record ParentStatus(Reference parent, List<Condition> conditions) {

  /// A `parentRef`, or an `ancestorRef`, as the object has it.
  public record Reference(
      String group,
      String kind,
      Optional<String> namespace,
      String name,
      Optional<String> sectionName,
      OptionalInt port) {}

  public ParentStatus {
    conditions = List.copyOf(conditions);
  }
}
