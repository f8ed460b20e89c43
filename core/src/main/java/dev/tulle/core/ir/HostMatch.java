package dev.tulle.core.ir;

import java.util.Comparator;

/// Which Host headers, or TLS server names, something is for. Names are in lower case. The order is
/// the one of specificity: exact names, wildcards, any.
public sealed interface HostMatch extends Comparable<HostMatch> {

  Comparator<HostMatch> ORDER =
      Comparator.comparingInt(HostMatch::rank).thenComparing(HostMatch::toString);

  record Exact(String name) implements HostMatch {
    @Override
    public String toString() {
      return name;
    }
  }

  /// One label before the suffix, and no more: `*.example.com` has the suffix `example.com`. So
  /// Ingress has it.
  record Wildcard(String suffix) implements HostMatch {
    @Override
    public String toString() {
      return "*." + suffix;
    }
  }

  /// One label or more before the suffix, as the Gateway API has it. Written alike.
  record Suffix(String suffix) implements HostMatch {
    @Override
    public String toString() {
      return "*." + suffix;
    }
  }

  /// Whatever nothing else is for.
  record Any() implements HostMatch {
    @Override
    public String toString() {
      return "*";
    }
  }

  /// Whether whatever `other` is for is for this one too.
  default boolean covers(HostMatch other) {
    return switch (this) {
      case Exact _ -> equals(other);
      case Wildcard(var suffix) ->
          switch (other) {
            case Exact(var name) ->
                name.endsWith("." + suffix)
                    && name.indexOf('.') == name.length() - suffix.length() - 1;
            case Wildcard _, Suffix _, Any _ -> equals(other);
          };
      case Suffix(var suffix) ->
          switch (other) {
            case Exact(var name) -> name.endsWith("." + suffix);
            case Wildcard(var longer) -> ("." + longer).endsWith("." + suffix);
            case Suffix(var longer) -> ("." + longer).endsWith("." + suffix);
            case Any _ -> false;
          };
      case Any _ -> true;
    };
  }

  private int rank() {
    return switch (this) {
      case Exact _ -> 0;
      case Wildcard _ -> 1;
      case Suffix _ -> 2;
      case Any _ -> 3;
    };
  }

  @Override
  default int compareTo(HostMatch other) {
    return ORDER.compare(this, other);
  }
}
