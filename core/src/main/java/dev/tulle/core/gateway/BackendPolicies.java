package dev.tulle.core.gateway;

/// How gateways speak to backends, and what they may send to them.
record BackendPolicies(Policies<TlsPolicy> tls, Policies<TrafficPolicy> traffic) {

  static final BackendPolicies NONE = new BackendPolicies(Policies.none(), Policies.none());
}
