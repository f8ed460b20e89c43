package dev.tulle.core.crd;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.LocalPolicyTargetReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SessionPersistence;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The `spec` of an `XBackendTrafficPolicy`, field by field as it is written.
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
@JsonInclude(JsonInclude.Include.NON_NULL)
final class XBackendTrafficPolicySpec {

  @Nullable List<LocalPolicyTargetReference> targetRefs;
  @Nullable Constraint retryConstraint;
  @Nullable SessionPersistence sessionPersistence;

  /// What is left out is as the published definition completes it. That leaves open the fields of
  /// a `minRetryRate` that has only one of them: each counts as if both were left out.
  @JsonAutoDetect(fieldVisibility = Visibility.ANY)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  static final class Constraint {

    private static final int PERCENT = 20;
    private static final int COUNT = 10;

    private @Nullable Budget budget;
    private @Nullable Rate minRetryRate;

    XBackendTrafficPolicy.RetryConstraint read() {
      var share = budget == null ? new Budget() : budget;
      var rate = minRetryRate == null ? new Rate() : minRetryRate;
      return new XBackendTrafficPolicy.RetryConstraint(
          Objects.requireNonNullElse(share.percent, PERCENT),
          Objects.requireNonNullElse(share.interval, "10s"),
          Objects.requireNonNullElse(rate.count, COUNT),
          Objects.requireNonNullElse(rate.interval, "1s"));
    }
  }

  @JsonAutoDetect(fieldVisibility = Visibility.ANY)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  static final class Budget {
    private @Nullable Integer percent;
    private @Nullable String interval;
  }

  @JsonAutoDetect(fieldVisibility = Visibility.ANY)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  static final class Rate {
    private @Nullable Integer count;
    private @Nullable String interval;
  }
}
