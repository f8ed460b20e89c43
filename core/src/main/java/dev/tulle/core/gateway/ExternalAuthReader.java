package dev.tulle.core.gateway;

import dev.tulle.core.ir.AuthorizationCall;
import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.RouteFilter.ExternalAuth;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ForwardBodyConfig;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCAuthConfig;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPAuthConfig;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPExternalAuthFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads which server is asked about requests, and how. Empty where that cannot be done: then no
/// request may pass.
final class ExternalAuthReader {

  private static final int MAX_BODY = 65_535;

  private final RouteJudgement judgement;
  private final References references;

  ExternalAuthReader(RouteJudgement judgement, References references) {
    this.judgement = judgement;
    this.references = references;
  }

  Optional<ExternalAuth> read(String field, HTTPExternalAuthFilter given) {
    var ref = given.getBackendRef();
    if (ref == null) {
      judgement.refuse(field, "has a filter without backendRef", "add backendRef");
      return Optional.empty();
    }
    var protocol = Given.text(given.getProtocol());
    var call =
        switch (protocol) {
          case "GRPC" -> grpc(field + ".grpc", given.getGrpc());
          case "HTTP" -> http(field + ".http", given.getHttp());
          default -> {
            judgement.refuse(
                field + ".protocol",
                "asks an authorization server by \"" + Given.brief(protocol) + "\"",
                "write HTTP or GRPC");
            yield Optional.<AuthorizationCall>empty();
          }
        };
    var body = body(field + ".forwardBody", given.getForwardBody());
    var spoken = protocol.equals("GRPC") ? Protocol.HTTP2 : Protocol.HTTP1;
    var resolved =
        references.backend(
            judgement.route(), BackendReference.of(field + ".backendRef", ref), spoken);
    resolved.problem().ifPresent(judgement::unresolved);
    return call.isPresent() && body.isPresent() && resolved.backend() instanceof Backend.To server
        ? Optional.of(new ExternalAuth(server, call.get(), body.get()))
        : Optional.empty();
  }

  private Optional<AuthorizationCall> grpc(String field, @Nullable GRPCAuthConfig given) {
    return given == null
        ? Optional.of(new AuthorizationCall.Grpc(List.of()))
        : headers(field + ".allowedHeaders", given.getAllowedHeaders())
            .map(AuthorizationCall.Grpc::new);
  }

  private Optional<AuthorizationCall> http(String field, @Nullable HTTPAuthConfig given) {
    if (given == null) {
      return Optional.of(new AuthorizationCall.Http("", List.of(), List.of()));
    }
    var prefix = prefix(field + ".path", Given.text(given.getPath()));
    var headers = headers(field + ".allowedHeaders", given.getAllowedHeaders());
    var answered = headers(field + ".allowedResponseHeaders", given.getAllowedResponseHeaders());
    return prefix.isPresent() && headers.isPresent() && answered.isPresent()
        ? Optional.of(new AuthorizationCall.Http(prefix.get(), headers.get(), answered.get()))
        : Optional.empty();
  }

  /// What a path is put behind has no slash at its end.
  private Optional<String> prefix(String field, String path) {
    if (path.isEmpty()) {
      return Optional.of("");
    }
    var rooted = path.startsWith("/") ? path : "/" + path;
    var problem = PathMatch.problem(rooted);
    if (!problem.isEmpty()) {
      judgement.refuse(
          field,
          "puts \"" + Given.brief(path) + "\" before paths, which " + problem,
          "write a path such as /check");
      return Optional.empty();
    }
    var prefix = PathMatch.prefixed(rooted);
    return Optional.of(prefix.equals(PathMatch.ALL) ? "" : prefix.path());
  }

  private Optional<List<String>> headers(String field, @Nullable List<String> given) {
    var headers = new ArrayList<String>();
    boolean understood = true;
    var all = Given.list(given);
    for (int i = 0; i < all.size(); i++) {
      var name = all.get(i);
      if (HeaderNames.isValid(name)) {
        headers.add(name);
      } else {
        understood = false;
        judgement.refuse(
            field + "[" + i + "]",
            "names the header \"" + Given.brief(name) + "\", which no request has",
            "write the name of a header");
      }
    }
    return understood ? Optional.of(headers) : Optional.empty();
  }

  private Optional<Integer> body(String field, @Nullable ForwardBodyConfig given) {
    int size = given == null || given.getMaxSize() == null ? 0 : given.getMaxSize();
    if (size < 0 || size > MAX_BODY) {
      judgement.refuse(
          field + ".maxSize",
          "shows an authorization server bodies of up to " + size + " bytes",
          "write a number up to " + MAX_BODY);
      return Optional.empty();
    }
    return Optional.of(size);
  }
}
