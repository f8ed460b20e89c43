package dev.tulle.core.crd;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/// How the proxies of Gateways are run, for a GatewayClass or a Gateway that refers to it. This is
/// the object as it is written; what it says is a [ProxyParameters].
@Group(GatewayParameters.GROUP)
@Version(GatewayParameters.VERSION)
@Plural("gatewayparameters")
@JsonAutoDetect(
    fieldVisibility = Visibility.ANY,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE,
    setterVisibility = Visibility.NONE)
@JsonDeserialize(using = ValueDeserializer.None.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public final class GatewayParameters implements HasMetadata, Namespaced {

  public static final String GROUP = "tulle.dev";
  public static final String VERSION = "v1alpha1";
  public static final String KIND = "GatewayParameters";

  private String apiVersion = GROUP + "/" + VERSION;
  private String kind = KIND;
  private ObjectMeta metadata = new ObjectMeta();
  private @Nullable GatewayParametersSpec spec;

  /// What it says.
  public ProxyParameters parameters() {
    return spec == null ? ProxyParameters.NONE : spec.read();
  }

  @Override
  public ObjectMeta getMetadata() {
    return metadata;
  }

  @Override
  public void setMetadata(ObjectMeta next) {
    metadata = next;
  }

  @Override
  public String getApiVersion() {
    return apiVersion;
  }

  @Override
  public void setApiVersion(String version) {
    apiVersion = version;
  }

  @Override
  public String getKind() {
    return kind;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GatewayParameters that
        && metadata.equals(that.metadata)
        && parameters().equals(that.parameters());
  }

  @Override
  public int hashCode() {
    return Objects.hash(metadata, parameters());
  }

  @Override
  public String toString() {
    return KIND + "[" + metadata.getNamespace() + "/" + metadata.getName() + "]";
  }
}
