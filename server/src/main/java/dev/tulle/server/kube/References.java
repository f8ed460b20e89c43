package dev.tulle.server.kube;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.FrontendTLSConfig;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewaySpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerTLSConfig;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TLSConfig;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which Secrets and ConfigMaps an object names. Whether it may is decided where it is compiled.
final class References {

  private References() {}

  static Set<ObjectName> of(Object object) {
    var named =
        switch (object) {
          case Ingress ingress -> ofIngress(ingress);
          case Gateway gateway -> ofGateway(gateway);
          case ListenerSet set -> ofListenerSet(set);
          case BackendTLSPolicy policy -> ofPolicy(policy);
          default -> Stream.<Optional<ObjectName>>empty();
        };
    return named.flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<Optional<ObjectName>> ofIngress(Ingress ingress) {
    return ingress.getSpec() == null
        ? Stream.empty()
        : Given.list(ingress.getSpec().getTls()).stream()
            .map(tls -> named(ingress, "", "Secret", null, tls.getSecretName()));
  }

  private static Stream<Optional<ObjectName>> ofGateway(Gateway gateway) {
    var spec = gateway.getSpec();
    if (spec == null) {
      return Stream.empty();
    }
    var listeners =
        Given.list(spec.getListeners()).stream().flatMap(each -> ofTls(gateway, each.getTls()));
    return Stream.of(listeners, ofBackend(gateway, spec), ofFrontend(gateway, spec))
        .flatMap(each -> each);
  }

  private static Stream<Optional<ObjectName>> ofBackend(Gateway gateway, GatewaySpec spec) {
    var backend = spec.getTls() == null ? null : spec.getTls().getBackend();
    var certificate = backend == null ? null : backend.getClientCertificateRef();
    return certificate == null
        ? Stream.empty()
        : Stream.of(
            named(
                gateway,
                certificate.getGroup(),
                certificate.getKind(),
                certificate.getNamespace(),
                certificate.getName()));
  }

  private static Stream<Optional<ObjectName>> ofFrontend(Gateway gateway, GatewaySpec spec) {
    var frontend = spec.getTls() == null ? null : spec.getTls().getFrontend();
    return frontend == null
        ? Stream.empty()
        : configurations(frontend).flatMap(each -> ofValidation(gateway, each));
  }

  private static Stream<TLSConfig> configurations(FrontendTLSConfig frontend) {
    var perPort =
        Given.list(frontend.getPerPort()).stream()
            .flatMap(each -> Stream.ofNullable(each.getTls()));
    return Stream.concat(Stream.ofNullable(frontend.getDefault()), perPort);
  }

  private static Stream<Optional<ObjectName>> ofValidation(Gateway gateway, TLSConfig tls) {
    return tls.getValidation() == null
        ? Stream.empty()
        : Given.list(tls.getValidation().getCaCertificateRefs()).stream()
            .map(
                ref ->
                    named(
                        gateway, ref.getGroup(), ref.getKind(), ref.getNamespace(), ref.getName()));
  }

  private static Stream<Optional<ObjectName>> ofListenerSet(ListenerSet set) {
    return set.getSpec() == null
        ? Stream.empty()
        : Given.list(set.getSpec().getListeners()).stream()
            .flatMap(each -> ofTls(set, each.getTls()));
  }

  private static Stream<Optional<ObjectName>> ofTls(
      HasMetadata owner, @Nullable ListenerTLSConfig tls) {
    return tls == null
        ? Stream.empty()
        : Given.list(tls.getCertificateRefs()).stream()
            .map(
                ref ->
                    named(owner, ref.getGroup(), ref.getKind(), ref.getNamespace(), ref.getName()));
  }

  private static Stream<Optional<ObjectName>> ofPolicy(BackendTLSPolicy policy) {
    var validation = policy.getSpec() == null ? null : policy.getSpec().getValidation();
    return validation == null
        ? Stream.empty()
        : Given.list(validation.getCaCertificateRefs()).stream()
            .map(ref -> named(policy, ref.getGroup(), ref.getKind(), null, ref.getName()));
  }

  private static Optional<ObjectName> named(
      HasMetadata owner,
      @Nullable String group,
      @Nullable String kind,
      @Nullable String namespace,
      @Nullable String name) {
    var own = Given.text(owner.getMetadata().getNamespace());
    if (!Given.text(group).isEmpty() || Given.text(name).isEmpty()) {
      return Optional.empty();
    }
    var where = Given.text(namespace).isEmpty() ? own : Given.text(namespace);
    return switch (Given.text(kind)) {
      case "", "Secret" -> Optional.of(Kind.SECRET.named(where, Given.text(name)));
      case "ConfigMap" -> Optional.of(Kind.CONFIG_MAP.named(where, Given.text(name)));
      default -> Optional.empty();
    };
  }
}
