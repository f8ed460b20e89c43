package dev.tulle.core.crd;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How the proxies of Gateways are run, for a GatewayClass or a Gateway that refers to it. This is
/// the object as it is written; what it says is a [ProxyParameters].
@Group(GatewayParameters.GROUP)
@Version(GatewayParameters.VERSION)
@Plural("gatewayparameters")
public final class GatewayParameters extends CustomObject {

  public static final String GROUP = "tulle.dev";
  public static final String VERSION = "v1alpha1";
  public static final String KIND = "GatewayParameters";

  private @Nullable GatewayParametersSpec spec;

  public GatewayParameters() {
    super(GROUP + "/" + VERSION, KIND);
  }

  /// What it says.
  public ProxyParameters parameters() {
    return spec == null ? ProxyParameters.NONE : spec.read();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GatewayParameters that
        && getMetadata().equals(that.getMetadata())
        && parameters().equals(that.parameters());
  }

  @Override
  public int hashCode() {
    return Objects.hash(getMetadata(), parameters());
  }
}
