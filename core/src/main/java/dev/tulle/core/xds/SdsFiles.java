package dev.tulle.core.xds;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.Map;

/// The two files beside a proxy's certificate from which Envoy learns of it. They name the files
/// with the certificate, key and CA, and the directory to watch, so that renaming new files over
/// those rotates them. They never change themselves.
public final class SdsFiles {

  static final String IDENTITY = "identity";
  static final String TRUST = "trust";

  private SdsFiles() {}

  /// By path, the content to write before the proxy starts.
  public static Map<String, String> of(BootstrapSettings settings) {
    var directory = settings.certificates();
    var watched = WatchedDirectory.newBuilder().setPath(directory);
    var identity =
        Secret.newBuilder()
            .setName(IDENTITY)
            .setTlsCertificate(
                TlsCertificate.newBuilder()
                    .setCertificateChain(file(directory + "/tls.crt"))
                    .setPrivateKey(file(directory + "/tls.key"))
                    .setWatchedDirectory(watched));
    return Map.of(
        identityPath(settings), response(identity.build()),
        trustPath(settings), response(trust(directory)));
  }

  /// The CA in a directory.
  static Secret trust(String directory) {
    return Secret.newBuilder()
        .setName(TRUST)
        .setValidationContext(
            CertificateValidationContext.newBuilder()
                .setTrustedCa(file(directory + "/ca.crt"))
                .setWatchedDirectory(WatchedDirectory.newBuilder().setPath(directory)))
        .build();
  }

  static String identityPath(BootstrapSettings settings) {
    return settings.certificates() + "/identity.json";
  }

  static String trustPath(BootstrapSettings settings) {
    return settings.certificates() + "/trust.json";
  }

  static DataSource file(String path) {
    return DataSource.newBuilder().setFilename(path).build();
  }

  static String response(Secret secret) {
    return Printer.json(DiscoveryResponse.newBuilder().addResources(Protos.any(secret)).build());
  }
}
