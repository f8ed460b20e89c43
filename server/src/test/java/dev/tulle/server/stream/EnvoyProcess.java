package dev.tulle.server.stream;

import dev.tulle.server.ca.Issued;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A real Envoy that takes its configuration from a control plane on a Unix socket.
final class EnvoyProcess implements AutoCloseable {

  private final Process process;
  private final Path directory;

  private EnvoyProcess(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  static EnvoyProcess start(Path directory, Path xds, Issued identity, String rootPem, String api)
      throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("cert.pem"), identity.certificatePem());
    Files.writeString(directory.resolve("key.pem"), identity.keyPem());
    Files.writeString(directory.resolve("ca.pem"), rootPem);
    var bootstrap = directory.resolve("bootstrap.yaml");
    Files.writeString(bootstrap, bootstrap(directory, xds, api));
    var process =
        new ProcessBuilder(
                EnvoyProgram.find().orElseThrow().toString(),
                "-c",
                bootstrap.toString(),
                "--concurrency",
                "1",
                "--disable-hot-restart",
                "-l",
                "info")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    return new EnvoyProcess(process, directory);
  }

  /// What an admin page says; empty while Envoy does not answer yet.
  String admin(String path) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(directory.resolve("admin.sock")));
      var request = "GET " + path + " HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException e) {
      return "";
    }
  }

  /// One of Envoy's counters.
  long stat(String name) throws IOException {
    return admin("/stats?filter=^" + name + "$")
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 2).trim()))
        .findFirst()
        .orElse(0);
  }

  String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  @Override
  public void close() {
    EnvoyProgram.end(process);
  }

  private static String bootstrap(Path directory, Path xds, String api) {
    return """
    node: {id: test-proxy, cluster: test}
    admin: {address: {pipe: {path: "DIR/admin.sock", mode: 384}}}
    dynamic_resources:
      ads_config:
        api_type: API
        transport_api_version: V3
        grpc_services: [{envoy_grpc: {cluster_name: xds}}]
      lds_config: {ads: {}, resource_api_version: V3, initial_fetch_timeout: 0s}
      cds_config: {ads: {}, resource_api_version: V3, initial_fetch_timeout: 0s}
    static_resources:
      clusters:
      - name: xds
        type: STATIC
        connect_timeout: 1s
        typed_extension_protocol_options:
          envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
            "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
            explicit_http_config: {http2_protocol_options: {}}
        load_assignment:
          cluster_name: xds
          endpoints:
          - lb_endpoints: [{endpoint: {address: {pipe: {path: "XDS"}}}}]
        transport_socket:
          name: envoy.transport_sockets.tls
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
            common_tls_context:
              tls_certificates:
              - certificate_chain: {filename: "DIR/cert.pem"}
                private_key: {filename: "DIR/key.pem"}
              validation_context:
                trusted_ca: {filename: "DIR/ca.pem"}
                match_typed_subject_alt_names:
                - san_type: URI
                  matcher: {exact: "spiffe://cluster.local/ns/tulle-system/sa/tulle"}
    """
        .replace("DIR", directory.toString())
        .replace("XDS", xds.toString())
        .replace("API", api);
  }
}
