package dev.tulle.core.gateway;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ListenerStatus.RouteKind;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TCPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TLSRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.UDPRoute;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A route of any kind with its parents. `services` are those that it names, usable or not.
record ReadRoute(
    ObjectName name,
    List<Parent> parents,
    boolean usesDefaults,
    Rules rules,
    Set<ObjectName> services) {

  /// All that a reading follows from.
  record Input<T>(T route, References references) {}

  /// What a route asks for.
  sealed interface Rules {

    record Http(HttpRules rules) implements Rules {}

    record Connections(ConnectionRules rules) implements Rules {}

    default ObjectName route() {
      return switch (this) {
        case Http(var rules) -> rules.route();
        case Connections(var rules) -> rules.route();
      };
    }

    default List<HostMatch> hosts() {
      return switch (this) {
        case Http(var rules) -> rules.hosts();
        case Connections(var rules) -> rules.hosts();
      };
    }

    default String created() {
      return switch (this) {
        case Http(var rules) -> rules.created();
        case Connections(var rules) -> rules.created();
      };
    }

    /// What keeps the route, or some of its rules, from being in force.
    default List<Finding> refused() {
      return switch (this) {
        case Http(var rules) -> rules.refused();
        case Connections(var rules) -> rules.refused();
      };
    }

    /// Whether anything is left of it.
    default boolean isAcceptable() {
      return switch (this) {
        case Http(var rules) -> !rules.rules().isEmpty() || rules.refused().isEmpty();
        case Connections(var rules) -> rules.refused().isEmpty();
      };
    }

    default List<Finding> unresolved() {
      return switch (this) {
        case Http(var rules) -> rules.unresolved();
        case Connections(var rules) -> rules.unresolved();
      };
    }

    default List<Finding> warnings() {
      return switch (this) {
        case Http(var rules) -> rules.warnings();
        case Connections _ -> List.of();
      };
    }
  }

  ReadRoute {
    parents = List.copyOf(parents);
    services = Set.copyOf(services);
  }

  RouteKind kind() {
    return new RouteKind(GatewayApi.GROUP, name.kind());
  }

  static ReadRoute http(Input<HTTPRoute> input) {
    var spec = input.route().getSpec();
    var parents = spec == null ? null : spec.getParentRefs();
    var scope = spec == null ? null : spec.getUseDefaultGateways();
    return of(input, new Parents(parents, scope), HttpRouteReader::read, Rules.Http::new);
  }

  static ReadRoute grpc(Input<GRPCRoute> input) {
    var spec = input.route().getSpec();
    var parents = spec == null ? null : spec.getParentRefs();
    var scope = spec == null ? null : spec.getUseDefaultGateways();
    return of(input, new Parents(parents, scope), GrpcRouteReader::read, Rules.Http::new);
  }

  static ReadRoute tls(Input<TLSRoute> input) {
    var spec = input.route().getSpec();
    var parents = spec == null ? null : spec.getParentRefs();
    var scope = spec == null ? null : spec.getUseDefaultGateways();
    return of(
        input, new Parents(parents, scope), ConnectionRouteReader::read, Rules.Connections::new);
  }

  static ReadRoute tcp(Input<TCPRoute> input) {
    var spec = input.route().getSpec();
    var parents = spec == null ? null : spec.getParentRefs();
    var scope = spec == null ? null : spec.getUseDefaultGateways();
    return of(
        input, new Parents(parents, scope), ConnectionRouteReader::read, Rules.Connections::new);
  }

  static ReadRoute udp(Input<UDPRoute> input) {
    var spec = input.route().getSpec();
    var parents = spec == null ? null : spec.getParentRefs();
    var scope = spec == null ? null : spec.getUseDefaultGateways();
    return of(
        input, new Parents(parents, scope), ConnectionRouteReader::read, Rules.Connections::new);
  }

  /// What a route says of its parents.
  private record Parents(@Nullable List<ParentReference> named, @Nullable String defaults) {}

  private static <T, R> ReadRoute of(
      Input<T> input,
      Parents parents,
      BiFunction<T, References, R> read,
      Function<R, Rules> rules) {
    var named = new Named(input.references());
    var result = rules.apply(read.apply(input.route(), named));
    var route = result.route();
    return new ReadRoute(
        route,
        Parent.all(route, parents.named()),
        DefaultGateways.isAsked(Given.text(parents.defaults())),
        result,
        named.services);
  }

  /// Remembers which Services a route names while it is read.
  private static final class Named implements References {
    private final References references;
    private final Set<ObjectName> services = new TreeSet<>();

    Named(References references) {
      this.references = references;
    }

    @Override
    public Resolved backend(ObjectName from, BackendReference reference, Protocol undeclared) {
      if (reference.kind().equals("Service") && !reference.name().isEmpty()) {
        var namespace = reference.namespace();
        services.add(
            Kind.SERVICE.named(
                namespace.isEmpty() ? from.namespace() : namespace, reference.name()));
      }
      return references.backend(from, reference, undeclared);
    }

    @Override
    public Optional<TrafficPolicy> traffic(ObjectName service) {
      return references.traffic(service);
    }
  }
}
