package dev.tulle.core.gateway;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Portion;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TCPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TCPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TLSRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TLSRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.UDPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.UDPRouteRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads one TLSRoute, TCPRoute or UDPRoute; lives as long as that takes.
final class ConnectionRouteReader {

  private final ObjectName name;
  private final References references;
  private final Protocol protocol;
  private final List<Portion> portions = new ArrayList<>();
  private final List<HostMatch> hosts = new ArrayList<>();
  private final List<Finding> refused = new ArrayList<>();
  private final List<Finding> unresolved = new ArrayList<>();

  private ConnectionRouteReader(ObjectName name, References references, Protocol protocol) {
    this.name = name;
    this.references = references;
    this.protocol = protocol;
  }

  static ConnectionRules read(TLSRoute route, References references) {
    var reader = new ConnectionRouteReader(name(Kind.TLS_ROUTE, route), references, Protocol.TCP);
    var spec = route.getSpec();
    if (spec != null) {
      reader.hosts(Given.list(spec.getHostnames()));
      reader.rules(spec.getRules(), TLSRouteRule::getBackendRefs);
    }
    return reader.rules(route);
  }

  static ConnectionRules read(TCPRoute route, References references) {
    var reader = new ConnectionRouteReader(name(Kind.TCP_ROUTE, route), references, Protocol.TCP);
    if (route.getSpec() != null) {
      reader.rules(route.getSpec().getRules(), TCPRouteRule::getBackendRefs);
    }
    return reader.rules(route);
  }

  static ConnectionRules read(UDPRoute route, References references) {
    var reader =
        new ConnectionRouteReader(name(Kind.UDP_ROUTE, route), references, Protocol.NOT_TCP);
    if (route.getSpec() != null) {
      reader.rules(route.getSpec().getRules(), UDPRouteRule::getBackendRefs);
    }
    return reader.rules(route);
  }

  private static ObjectName name(Kind<?> kind, HasMetadata object) {
    var metadata = metadata(object);
    return kind.named(Given.text(metadata.getNamespace()), Given.text(metadata.getName()));
  }

  private static ObjectMeta metadata(HasMetadata object) {
    return Objects.requireNonNullElseGet(object.getMetadata(), ObjectMeta::new);
  }

  private ConnectionRules rules(HasMetadata route) {
    return new ConnectionRules(
        name,
        Given.text(metadata(route).getCreationTimestamp()),
        hosts,
        portions,
        refused,
        unresolved);
  }

  private void hosts(List<String> given) {
    for (int i = 0; i < given.size(); i++) {
      var host = Hostnames.read(given.get(i)).filter(each -> !(each instanceof HostMatch.Any));
      if (host.isPresent()) {
        hosts.add(host.get());
      } else {
        refused.add(
            Findings.error(
                name,
                "spec.hostnames[" + i + "]",
                "UnsupportedValue",
                "names the host \"" + Given.brief(given.get(i)) + "\", which is not a DNS name",
                "write a name such as shop.example.com, or *.example.com"));
      }
    }
  }

  /// Nothing tells two rules apart, so that there is one.
  private <R> void rules(
      @Nullable List<R> given, Function<R, @Nullable List<BackendRef>> backends) {
    var rules = Given.list(given);
    if (rules.size() > 1) {
      refused.add(
          Findings.error(
              name,
              "spec.rules[1]",
              "UnsupportedValue",
              "has more than one rule",
              "write one rule with several backendRefs, or several routes"));
    }
    for (int i = 0; i < Math.min(rules.size(), 1); i++) {
      var refs = backends.apply(rules.get(i));
      for (int j = 0; refs != null && j < refs.size(); j++) {
        if (refs.get(j) != null) {
          portion("spec.rules[" + i + "].backendRefs[" + j + "]", refs.get(j));
        }
      }
    }
  }

  private void portion(String field, BackendRef ref) {
    int weight = Objects.requireNonNullElse(ref.getWeight(), 1);
    var resolved = references.backend(name, BackendReference.of(field, ref), protocol);
    resolved.problem().ifPresent(unresolved::add);
    portions.add(new Portion(resolved.backend(), Math.max(weight, 0)));
  }
}
