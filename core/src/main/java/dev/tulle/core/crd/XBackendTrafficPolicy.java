package dev.tulle.core.crd;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.LocalPolicyTargetReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SessionPersistence;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How gateways send to a Service, an experimental kind of the Gateway API: how many requests may
/// be retries, and how sessions persist.
@Group(XBackendTrafficPolicy.GROUP)
@Version(XBackendTrafficPolicy.VERSION)
@Plural("xbackendtrafficpolicies")
public final class XBackendTrafficPolicy extends CustomObject {

  public static final String GROUP = "gateway.networking.x-k8s.io";
  public static final String VERSION = "v1alpha1";
  public static final String KIND = "XBackendTrafficPolicy";

  private @Nullable XBackendTrafficPolicySpec spec;

  public XBackendTrafficPolicy() {
    super(GROUP + "/" + VERSION, KIND);
  }

  public List<LocalPolicyTargetReference> targets() {
    return spec == null || spec.targetRefs == null ? List.of() : spec.targetRefs;
  }

  /// As it is written; empty where retries have no bounds.
  public Optional<RetryConstraint> retryConstraint() {
    return spec == null || spec.retryConstraint == null
        ? Optional.empty()
        : Optional.of(spec.retryConstraint.read());
  }

  public Optional<SessionPersistence> sessions() {
    return Optional.ofNullable(spec).map(each -> each.sessionPersistence);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof XBackendTrafficPolicy that
        && getMetadata().equals(that.getMetadata())
        && targets().equals(that.targets())
        && retryConstraint().equals(that.retryConstraint())
        && sessions().equals(that.sessions());
  }

  @Override
  public int hashCode() {
    return Objects.hash(getMetadata(), targets(), retryConstraint(), sessions());
  }

  /// `percent` of the requests of an interval may be retries, and `count` retries in each
  /// `countInterval` in any case.
  public record RetryConstraint(int percent, String interval, int count, String countInterval) {}
}
