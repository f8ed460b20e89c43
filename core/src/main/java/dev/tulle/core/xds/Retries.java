package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;

import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;

/// When a request is sent to another endpoint: what cannot have had an effect, which is no
/// connection, a stream the server did not take up, a connection lost before the request's headers
/// were written.
final class Retries {

  private static final int HOST_ATTEMPTS = 5;

  private Retries() {}

  static RetryPolicy elsewhere(int times) {
    return RetryPolicy.newBuilder()
        .setRetryOn("connect-failure,refused-stream,reset-before-request")
        .setNumRetries(number(times))
        .addRetryHostPredicate(
            RetryHostPredicate.newBuilder()
                .setName("envoy.retry_host_predicates.previous_hosts")
                .setTypedConfig(Protos.any(PreviousHostsPredicate.getDefaultInstance())))
        .setHostSelectionRetryMaxAttempts(HOST_ATTEMPTS)
        .build();
  }
}
