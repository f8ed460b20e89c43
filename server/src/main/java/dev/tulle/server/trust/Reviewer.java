package dev.tulle.server.trust;

import dev.tulle.core.name.ObjectName;
import java.io.IOException;

/// The word of an API server on a token.
@FunctionalInterface
interface Reviewer {

  /// Throws where it cannot be asked.
  Review review(String token) throws IOException;

  /// What it said.
  sealed interface Review {

    /// It is a token of this ServiceAccount that was made for this Pod, which is there.
    record Good(String serviceAccount, ObjectName pod) implements Review {}

    /// It is none of ours. `why` is a clause.
    record Bad(String why) implements Review {}
  }
}
