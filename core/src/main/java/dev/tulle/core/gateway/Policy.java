package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Finding;
import java.util.List;
import java.util.Optional;

/// A policy that is attached to Services, judged. It is not accepted where it is `refused`.
sealed interface Policy<P extends Policy<P>> permits TlsPolicy, TrafficPolicy {

  ObjectName name();

  String created();

  List<PolicyTarget> targets();

  Optional<Finding> refused();

  /// What is wrong with it besides that it is refused.
  List<Finding> others();

  /// What is said besides whether it is accepted.
  List<Condition> conditions();

  /// What is to be known of it where it is accepted; may be empty.
  String note();

  /// What to do where two of them are for one target.
  String conflictCure();

  P refusedFor(Finding why);
}
