package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.seconds;

import com.github.xds.type.matcher.v3.Matcher;
import com.google.protobuf.Message;
import dev.tulle.core.ir.AuthorizationCall;
import dev.tulle.core.ir.RouteFilter.ExternalAuth;
import dev.tulle.core.ir.Upstream;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutationRules;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.GrpcService.EnvoyGrpc;
import io.envoyproxy.envoy.config.core.v3.HttpUri;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.common.matching.v3.ExtensionWithMatcher;
import io.envoyproxy.envoy.extensions.common.matching.v3.ExtensionWithMatcherPerRoute;
import io.envoyproxy.envoy.extensions.filters.common.matcher.action.v3.SkipFilter;
import io.envoyproxy.envoy.extensions.filters.http.composite.v3.Composite;
import io.envoyproxy.envoy.extensions.filters.http.composite.v3.ExecuteFilterAction;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.AuthorizationResponse;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.BufferSettings;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.HttpService;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.ListStringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.envoyproxy.envoy.type.v3.StatusCode;
import java.util.List;
import java.util.function.Function;

/// Asks an authorization server about requests. Of `ext_authz` a route can set only a part; so the
/// filter that stands in listeners is an empty place, into which a route puts a whole `ext_authz`
/// of its own. Without a route that does so, it does nothing.
final class ExternalAuthFilter {

  static final String NAME = "external-auth";

  private static final int ANSWER_SECONDS = 10;

  /// What says how the server's answer is transferred would be wrong in a request, and so would be
  /// what describes its body, unless it is asked for by name.
  private static final String OF_TRANSFER =
      "host|content-length|transfer-encoding|trailer|te|upgrade|connection|keep-alive"
          + "|proxy-connection";

  private static final String OF_BODY = "|content-.*";

  static final HttpFilter FILTER =
      HttpFilter.newBuilder()
          .setName(NAME)
          .setTypedConfig(
              Protos.any(
                  ExtensionWithMatcher.newBuilder()
                      .setExtensionConfig(
                          extension("envoy.filters.http.composite", Composite.getDefaultInstance()))
                      .setXdsMatcher(always("skip", SkipFilter.getDefaultInstance()))
                      .build()))
          .build();

  private ExternalAuthFilter() {}

  static ExtensionWithMatcherPerRoute ask(ExternalAuth auth, Function<Upstream, String> cluster) {
    var name = "envoy.filters.http.ext_authz";
    var filter = filter(auth, cluster.apply(auth.server().upstream()));
    var action = ExecuteFilterAction.newBuilder().setTypedConfig(extension(name, filter)).build();
    return ExtensionWithMatcherPerRoute.newBuilder()
        .setXdsMatcher(always("composite-action", action))
        .build();
  }

  /// What cannot be asked about is not let through. A server that is not there is no verdict on the
  /// request, and the client is told so.
  private static ExtAuthz filter(ExternalAuth auth, String cluster) {
    var out =
        ExtAuthz.newBuilder()
            .setTransportApiVersion(ApiVersion.V3)
            .setStatusOnError(HttpStatus.newBuilder().setCode(StatusCode.ServiceUnavailable));
    if (auth.bodyBytes() > 0) {
      out.setWithRequestBody(BufferSettings.newBuilder().setMaxRequestBytes(auth.bodyBytes()));
    }
    var service = auth.server().upstream().port().service();
    var authority = service.name() + "." + service.namespace();
    switch (auth.call()) {
      case AuthorizationCall.Grpc(var headers) -> {
        allow(out, headers);
        out.setGrpcService(grpc(cluster, authority));
      }
      case AuthorizationCall.Http call -> {
        allow(out, call.headers());
        var kept = call.answered().isEmpty() ? OF_TRANSFER + OF_BODY : OF_TRANSFER;
        out.setHttpService(http(call, cluster, authority))
            .setDecoderHeaderMutationRules(
                HeaderMutationRules.newBuilder().setDisallowExpression(RouteMatches.regex(kept)));
      }
    }
    return out.build();
  }

  private static void allow(ExtAuthz.Builder out, List<String> headers) {
    if (!headers.isEmpty()) {
      out.setAllowedHeaders(named(headers));
    }
  }

  private static GrpcService grpc(String cluster, String authority) {
    return GrpcService.newBuilder()
        .setEnvoyGrpc(EnvoyGrpc.newBuilder().setClusterName(cluster).setAuthority(authority))
        .setTimeout(seconds(ANSWER_SECONDS))
        .setRetryPolicy(Retries.ofCalls())
        .build();
  }

  private static HttpService http(AuthorizationCall.Http call, String cluster, String authority) {
    var copied = call.answered().isEmpty() ? any() : named(call.answered());
    return HttpService.newBuilder()
        .setServerUri(
            HttpUri.newBuilder()
                .setUri("http://" + authority)
                .setCluster(cluster)
                .setTimeout(seconds(ANSWER_SECONDS)))
        .setPathPrefix(call.prefix())
        .setAuthorizationResponse(
            AuthorizationResponse.newBuilder().setAllowedUpstreamHeaders(copied))
        .setRetryPolicy(Retries.ofCalls())
        .build();
  }

  private static ListStringMatcher named(List<String> headers) {
    var out = ListStringMatcher.newBuilder();
    headers.forEach(
        name ->
            out.addPatterns(StringMatcher.newBuilder().setExact(name).setIgnoreCase(true).build()));
    return out.build();
  }

  /// All but the pseudo headers.
  private static ListStringMatcher any() {
    return ListStringMatcher.newBuilder()
        .addPatterns(StringMatcher.newBuilder().setSafeRegex(RouteMatches.regex("[^:].*")))
        .build();
  }

  private static Matcher always(String name, Message action) {
    var typed =
        com.github.xds.core.v3.TypedExtensionConfig.newBuilder()
            .setName(name)
            .setTypedConfig(Protos.any(action));
    return Matcher.newBuilder().setOnNoMatch(Matcher.OnMatch.newBuilder().setAction(typed)).build();
  }

  private static TypedExtensionConfig extension(String name, Message config) {
    return TypedExtensionConfig.newBuilder()
        .setName(name)
        .setTypedConfig(Protos.any(config))
        .build();
  }
}
