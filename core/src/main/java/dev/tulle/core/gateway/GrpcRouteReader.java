package dev.tulle.core.gateway;

import dev.tulle.core.gateway.HttpRules.Rule;
import dev.tulle.core.gateway.RuleReader.Asked;
import dev.tulle.core.gateway.SessionReader.Place;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.Timeouts;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a GRPCRoute for one of its parents: an HTTPRoute whose paths are those of methods, and
/// whose backends speak HTTP/2 where nothing says what they speak.
public final class GrpcRouteReader {

  private final GrpcMatchReader matches;
  private final RuleReader rules;
  private final SessionReader sessions;

  private GrpcRouteReader(RouteJudgement judgement, References references) {
    this.matches = new GrpcMatchReader(judgement);
    this.rules = new RuleReader(judgement, references, Protocol.HTTP2);
    this.sessions = new SessionReader(judgement, references);
  }

  public static HttpRules read(GRPCRoute route, References references) {
    var metadata = route.getMetadata();
    var name =
        Kind.GRPC_ROUTE.named(Given.text(metadata.getNamespace()), Given.text(metadata.getName()));
    var judgement = new RouteJudgement(name);
    var reader = new GrpcRouteReader(judgement, references);
    var spec = Objects.requireNonNullElseGet(route.getSpec(), GRPCRouteSpec::new);
    return new RulesReader(judgement, Given.text(metadata.getCreationTimestamp()))
        .read(spec.getHostnames(), Given.list(spec.getRules()), reader::rule);
  }

  private Optional<Rule> rule(String field, GRPCRouteRule rule) {
    var filters = filters(rule.getFilters());
    var backends = Given.list(rule.getBackendRefs()).stream().map(GrpcRouteReader::http).toList();
    return matches
        .read(field, rule.getMatches())
        .map(read -> new Asked(read, filters, backends, Timeouts.NONE, Optional.empty()))
        .map(asked -> rules.read(field, asked))
        .map(
            read ->
                sessions.of(Place.of(field, rule.getName()), rule.getSessionPersistence(), read));
  }

  private static List<HTTPRouteFilter> filters(@Nullable List<GRPCRouteFilter> given) {
    return Given.list(given).stream().map(GrpcRouteReader::http).toList();
  }

  /// The same filter, as an HTTPRoute has it.
  private static HTTPRouteFilter http(GRPCRouteFilter filter) {
    var http = new HTTPRouteFilter();
    http.setType(filter.getType());
    http.setRequestHeaderModifier(filter.getRequestHeaderModifier());
    http.setResponseHeaderModifier(filter.getResponseHeaderModifier());
    http.setRequestMirror(filter.getRequestMirror());
    http.setExtensionRef(filter.getExtensionRef());
    return http;
  }

  private static HTTPBackendRef http(GRPCBackendRef ref) {
    var http = new HTTPBackendRef();
    http.setGroup(ref.getGroup());
    http.setKind(ref.getKind());
    http.setNamespace(ref.getNamespace());
    http.setName(ref.getName());
    http.setPort(ref.getPort());
    http.setWeight(ref.getWeight());
    http.setFilters(filters(ref.getFilters()));
    return http;
  }
}
