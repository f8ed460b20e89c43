package dev.tulle.core.status;

import dev.tulle.core.name.ObjectName;
import java.util.List;

/// What became of one object. Conditions stand in a fixed order; an object without findings is as
/// its user meant it.
public record ObjectStatus(
    ObjectName object, List<Condition> conditions, StatusDetail detail, List<Finding> findings) {

  public ObjectStatus {
    conditions = List.copyOf(conditions);
    findings = List.copyOf(findings);
  }

  public ObjectStatus(ObjectName object, List<Condition> conditions, List<Finding> findings) {
    this(object, conditions, new StatusDetail.None(), findings);
  }
}
