package dev.tulle.core.gateway;

import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.ir.RouteMatch;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCMethodMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteMatch;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads which calls a rule of a GRPCRoute takes. A method is a path: `/SERVICE/METHOD`.
final class GrpcMatchReader {

  private static final String ANY = "[^/]+";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.]*");

  private final RouteJudgement judgement;
  private final FieldReader fields;

  GrpcMatchReader(RouteJudgement judgement) {
    this.judgement = judgement;
    this.fields = new FieldReader(judgement);
  }

  Optional<List<RouteMatch>> read(String rule, @Nullable List<GRPCRouteMatch> given) {
    return MatchList.read(rule, given, this::one);
  }

  private Optional<RouteMatch> one(String field, GRPCRouteMatch match) {
    var path = path(field + ".method", match.getMethod());
    var headers =
        fields.read(
            field + ".headers",
            Given.list(match.getHeaders()).stream()
                .map(each -> FieldReader.header(each.getName(), each.getType(), each.getValue()))
                .toList());
    return path.isPresent() && headers.isPresent()
        ? Optional.of(new RouteMatch(path.get(), Optional.empty(), headers.get(), List.of()))
        : Optional.empty();
  }

  private Optional<PathMatch> path(String field, @Nullable GRPCMethodMatch given) {
    if (given == null) {
      return Optional.of(PathMatch.ALL);
    }
    var service = Given.text(given.getService());
    var method = Given.text(given.getMethod());
    return switch (given.getType() == null ? "Exact" : given.getType()) {
      case "Exact" -> exact(field, service, method);
      case "RegularExpression" -> regex(field, service, method);
      default -> {
        judgement.refuse(
            field + ".type",
            "matches methods by " + Given.brief(given.getType()) + ", which does not exist",
            "write Exact or RegularExpression");
        yield Optional.empty();
      }
    };
  }

  private Optional<PathMatch> exact(String field, String service, String method) {
    if (!NAME.matcher(service + method).matches()) {
      judgement.refuse(
          field,
          "matches the method \"" + Given.brief(service + "/" + method) + "\", which none is",
          "write service: helloworld.Greeter and method: SayHello");
      return Optional.empty();
    }
    if (method.isEmpty()) {
      return Optional.of(
          service.isEmpty() ? PathMatch.ALL : new PathMatch.Start("/" + service + "/"));
    }
    return Optional.of(
        service.isEmpty()
            ? new PathMatch.Regex("/" + ANY + "/" + method)
            : new PathMatch.Exact("/" + service + "/" + method));
  }

  private Optional<PathMatch> regex(String field, String service, String method) {
    var problem = Expressions.problem(service) + Expressions.problem(method);
    if (!problem.isEmpty()) {
      judgement.refuse(
          field,
          "matches methods by \"" + Given.brief(service + "/" + method) + "\": " + problem,
          "write expressions of RE2 that are for the whole name");
      return Optional.empty();
    }
    return Optional.of(new PathMatch.Regex("/" + group(service) + "/" + group(method)));
  }

  private static String group(String expression) {
    return expression.isEmpty() ? ANY : "(?:" + expression + ")";
  }
}
