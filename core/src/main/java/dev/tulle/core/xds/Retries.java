package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;

import dev.tulle.core.ir.Retry;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryBackOff;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import java.time.Duration;
import java.util.Optional;

/// When a request is sent to another endpoint: what cannot have had an effect, which is no
/// connection, a stream the server did not take up, a connection lost before the request's headers
/// were written.
final class Retries {

  /// Times that a gateway tries elsewhere.
  static final int OF_GATEWAYS = 2;

  /// Draws until an endpoint comes up that was not tried before. One that has failed is idle, and
  /// of two endpoints the idle one is drawn three times in four: so many times in a row it is not
  /// in one case in a million.
  static final int HOST_ATTEMPTS = 50;

  private static final String NO_EFFECT = "connect-failure,refused-stream,reset-before-request";
  private static final String ON_LOSS =
      "connect-failure,refused-stream,reset,retriable-status-codes";

  private Retries() {}

  static RetryPolicy elsewhere(int times) {
    return policy(NO_EFFECT, times).build();
  }

  /// What a route asks for itself, in place of what its host has; empty where it asks for nothing.
  static Optional<RetryPolicy> asked(Optional<Retry> retry, Optional<Duration> attempt) {
    if (retry.isEmpty() && attempt.isEmpty()) {
      return Optional.empty();
    }
    var policy = retry.map(Retries::asked).orElseGet(() -> policy(NO_EFFECT, OF_GATEWAYS));
    attempt.filter(Duration::isPositive).map(Protos::duration).ifPresent(policy::setPerTryTimeout);
    return Optional.of(policy.build());
  }

  /// Envoy waits for any time up to its interval: half of it in the mean.
  private static RetryPolicy.Builder asked(Retry retry) {
    var policy = policy(ON_LOSS, retry.attempts()).addAllRetriableStatusCodes(retry.codes());
    retry
        .backoff()
        .filter(Duration::isPositive)
        .map(mean -> Protos.duration(mean.multipliedBy(2)))
        .ifPresent(base -> policy.setRetryBackOff(RetryBackOff.newBuilder().setBaseInterval(base)));
    return policy;
  }

  /// The same for what a proxy asks itself.
  static io.envoyproxy.envoy.config.core.v3.RetryPolicy ofCalls() {
    return io.envoyproxy.envoy.config.core.v3.RetryPolicy.newBuilder()
        .setRetryOn(NO_EFFECT)
        .setNumRetries(number(OF_GATEWAYS))
        .build();
  }

  private static RetryPolicy.Builder policy(String on, int times) {
    return RetryPolicy.newBuilder()
        .setRetryOn(on)
        .setNumRetries(number(times))
        .addRetryHostPredicate(
            RetryHostPredicate.newBuilder()
                .setName("envoy.retry_host_predicates.previous_hosts")
                .setTypedConfig(Protos.any(PreviousHostsPredicate.getDefaultInstance())))
        .setHostSelectionRetryMaxAttempts(HOST_ATTEMPTS);
  }
}
