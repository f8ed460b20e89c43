package dev.tulle.server.stream;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// A gateway's listener as Envoy takes it: a filter chain for each host, whose certificate has the
/// host's name and comes over SDS, with the routes over RDS.
final class TlsSamples {

  static final String ROUTES = "routes";

  private static final ConfigSource ADS =
      ConfigSource.newBuilder()
          .setAds(AggregatedConfigSource.getDefaultInstance())
          .setResourceApiVersion(ApiVersion.V3)
          .build();

  private TlsSamples() {}

  static Resource listener(List<String> hosts) {
    var listener =
        Listener.newBuilder()
            .setName("https")
            .setAddress(Samples.address("127.0.0.1", 0))
            .addListenerFilters(
                ListenerFilter.newBuilder()
                    .setName("tls")
                    .setTypedConfig(any(TlsInspector.getDefaultInstance())));
    hosts.forEach(host -> listener.addFilterChains(chain(host)));
    return Resource.of(ResourceType.LISTENER, "https", listener.build(), Set.of());
  }

  private static FilterChain chain(String host) {
    var tls =
        DownstreamTlsContext.newBuilder()
            .setCommonTlsContext(
                CommonTlsContext.newBuilder()
                    .addTlsCertificateSdsSecretConfigs(
                        SdsSecretConfig.newBuilder().setName(host).setSdsConfig(ADS)));
    var http =
        HttpConnectionManager.newBuilder()
            .setStatPrefix("http")
            .setRds(Rds.newBuilder().setRouteConfigName(ROUTES).setConfigSource(ADS))
            .addHttpFilters(
                HttpFilter.newBuilder()
                    .setName("router")
                    .setTypedConfig(any(Router.getDefaultInstance())));
    return FilterChain.newBuilder()
        .setName(host)
        .setFilterChainMatch(FilterChainMatch.newBuilder().addServerNames(host))
        .setTransportSocket(
            TransportSocket.newBuilder().setName("tls").setTypedConfig(any(tls.build())))
        .addFilters(Filter.newBuilder().setName("http").setTypedConfig(any(http.build())))
        .build();
  }

  /// Answers everything with this text; a status below 200 breaks one of Envoy's rules.
  static Resource routes(int status, String text) {
    var answer =
        DirectResponseAction.newBuilder()
            .setStatus(status)
            .setBody(DataSource.newBuilder().setInlineString(text));
    var table =
        RouteConfiguration.newBuilder()
            .setName(ROUTES)
            .setValidateClusters(BoolValue.of(false))
            .addVirtualHosts(
                VirtualHost.newBuilder()
                    .setName("all")
                    .addDomains("*")
                    .addRoutes(
                        Route.newBuilder()
                            .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                            .setDirectResponse(answer)));
    return Resource.of(ResourceType.ROUTE, ROUTES, table.build(), Set.of());
  }

  static Resource secret(String host, Certificates.Leaf leaf) throws Exception {
    var secret =
        Secret.newBuilder()
            .setName(host)
            .setTlsCertificate(
                TlsCertificate.newBuilder()
                    .setCertificateChain(pem("CERTIFICATE", leaf.certificate().getEncoded()))
                    .setPrivateKey(pem("PRIVATE KEY", leaf.key().getEncoded())));
    return Resource.of(ResourceType.SECRET, host, secret.build(), Set.of());
  }

  private static DataSource pem(String label, byte[] der) {
    var text =
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(der));
    return DataSource.newBuilder().setInlineString(text).build();
  }

  private static Any any(Message message) {
    return Any.newBuilder()
        .setTypeUrl("type.googleapis.com/" + message.getDescriptorForType().getFullName())
        .setValue(message.toByteString())
        .build();
  }
}
