package dev.tulle.core.xds;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.http.credential_injector.v3.CredentialInjector;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.List;
import java.util.Map;

/// Renders what puts a token into each request to the control plane. The token is read from a file
/// again whenever a new one was put there; a fixed header, or a secret in the bootstrap, would keep
/// the first one for ever.
final class TokenInjection {

  private static final String GENERIC =
      "type.googleapis.com/envoy.extensions.http.injected_credentials.generic.v3.Generic";

  private TokenInjection() {}

  /// The filters of requests to the control plane, the last of which sends them.
  static List<HttpFilter> filters(String sdsPath) {
    return List.of(
        filter("envoy.filters.http.credential_injector", injector(sdsPath)),
        filter("envoy.filters.http.upstream_codec", UpstreamCodec.getDefaultInstance()));
  }

  private static HttpFilter filter(String name, Message config) {
    return HttpFilter.newBuilder().setName(name).setTypedConfig(Protos.any(config)).build();
  }

  private static CredentialInjector injector(String sdsPath) {
    return CredentialInjector.newBuilder()
        .setOverwrite(true)
        .setCredential(
            TypedExtensionConfig.newBuilder()
                .setName("envoy.http.injected_credentials.generic")
                .setTypedConfig(Protos.any(generic(sdsPath))))
        .build();
  }

  /// As a struct, since `header_value_prefix` is newer than the classes of Envoy's API that we
  // have.
  private static TypedStruct generic(String sdsPath) {
    var source =
        struct(
            Map.of(
                "path_config_source", struct(Map.of("path", text(sdsPath))),
                "resource_api_version", text("V3")));
    return TypedStruct.newBuilder()
        .setTypeUrl(GENERIC)
        .setValue(
            Struct.newBuilder()
                .putFields("header", text("authorization"))
                .putFields("header_value_prefix", text("Bearer "))
                .putFields(
                    "credential",
                    struct(Map.of("name", text(PodFiles.TOKEN_SECRET), "sds_config", source))))
        .build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static Value struct(Map<String, Value> fields) {
    return Value.newBuilder().setStructValue(Struct.newBuilder().putAllFields(fields)).build();
  }
}
