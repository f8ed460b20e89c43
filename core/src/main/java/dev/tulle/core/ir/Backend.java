package dev.tulle.core.ir;

/// Where a route sends its requests: to a Service port that exists, or nowhere, since what its
/// object names cannot be used.
public sealed interface Backend {

  record To(Upstream upstream, Affinity affinity) implements Backend {

    public To(ServicePort port, Protocol protocol, Affinity affinity) {
      this(new Upstream(port, protocol), affinity);
    }
  }

  /// Its requests are answered with an error; the object's status says why, for this reason.
  record Invalid(String reason) implements Backend {}
}
