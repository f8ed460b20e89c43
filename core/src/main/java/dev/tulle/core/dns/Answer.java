package dev.tulle.core.dns;

import java.util.List;

/// What a name table has to say to a question.
public sealed interface Answer {

  /// The answer with authority. Where `answers` has no record of the type asked for, `authority`
  /// has the zone's SOA, and `exists` tells NODATA from NXDOMAIN for the last name of the chain.
  record Known(
      boolean exists,
      List<ResourceRecord> answers,
      List<ResourceRecord> authority,
      List<ResourceRecord> additional)
      implements Answer {

    public Known {
      answers = List.copyOf(answers);
      authority = List.copyOf(authority);
      additional = List.copyOf(additional);
    }
  }

  /// Aliases that lead out of the zone: the answer is these, and then what is said of `target`.
  record Continued(List<ResourceRecord> aliases, String target) implements Answer {
    public Continued {
      aliases = List.copyOf(aliases);
    }
  }

  /// The name is none of the cluster's: another server has to be asked.
  record Elsewhere() implements Answer {}

  /// There is no true answer now: SERVFAIL.
  record Unanswerable(Reason reason) implements Answer {}

  enum Reason {
    /// Not all Services are known yet.
    NOT_SYNCED,
    /// ExternalNames that point at one another in a circle, or in a chain beyond all reason.
    ALIAS_LOOP
  }
}
