package dev.tulle.core.gateway;

import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.ir.RouteMatch;
import dev.tulle.core.ir.RouteMatch.Field;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPQueryParamMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads which requests a rule of an HTTPRoute takes.
final class HttpMatchReader {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  private final RouteJudgement judgement;
  private final FieldReader fields;

  HttpMatchReader(RouteJudgement judgement) {
    this.judgement = judgement;
    this.fields = new FieldReader(judgement);
  }

  Optional<List<RouteMatch>> read(String rule, @Nullable List<HTTPRouteMatch> given) {
    return MatchList.read(rule, given, this::one);
  }

  private Optional<RouteMatch> one(String field, HTTPRouteMatch match) {
    var path = path(field + ".path", match.getPath());
    var method = Optional.ofNullable(match.getMethod());
    if (method.isPresent() && !METHODS.contains(method.get())) {
      judgement.refuse(
          field + ".method",
          "matches the method " + Given.brief(method.get()) + ", which cannot be matched",
          "write one of " + String.join(", ", METHODS.stream().sorted().toList()));
      return Optional.empty();
    }
    var headers = headers(field + ".headers", Given.list(match.getHeaders()));
    var parameters = parameters(field + ".queryParams", Given.list(match.getQueryParams()));
    if (path.isEmpty() || headers.isEmpty() || parameters.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new RouteMatch(path.get(), method, headers.get(), parameters.get()));
  }

  private Optional<PathMatch> path(String field, @Nullable HTTPPathMatch given) {
    if (given == null) {
      return Optional.of(PathMatch.ALL);
    }
    var path = given.getValue() == null ? "/" : given.getValue();
    var type = given.getType() == null ? "PathPrefix" : given.getType();
    var problem =
        type.equals("RegularExpression") ? Expressions.problem(path) : PathMatch.problem(path);
    if (!problem.isEmpty()) {
      judgement.refuse(
          field + ".value",
          "matches the path \"" + Given.brief(path) + "\": " + problem,
          type.equals("RegularExpression")
              ? "write an expression of RE2 that is for the whole path"
              : "write the path as it is in a normalised request, such as /shop");
      return Optional.empty();
    }
    return switch (type) {
      case "Exact" -> Optional.of(new PathMatch.Exact(path));
      case "PathPrefix" -> Optional.of(PathMatch.prefixed(path));
      case "RegularExpression" -> Optional.of(new PathMatch.Regex(path));
      default -> {
        judgement.refuse(
            field + ".type",
            "matches paths by " + Given.brief(type) + ", which does not exist",
            "write Exact, PathPrefix or RegularExpression");
        yield Optional.empty();
      }
    };
  }

  private Optional<List<Field>> headers(String field, List<HTTPHeaderMatch> given) {
    return fields.read(
        field,
        given.stream()
            .map(each -> FieldReader.header(each.getName(), each.getType(), each.getValue()))
            .toList());
  }

  private Optional<List<Field>> parameters(String field, List<HTTPQueryParamMatch> given) {
    return fields.read(
        field,
        given.stream()
            .map(each -> FieldReader.parameter(each.getName(), each.getType(), each.getValue()))
            .toList());
  }
}
