package dev.tulle.server.stream;

import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Asks the listener `https` of an Envoy for a host, whatever its certificate.
final class TlsClient {

  private static final Pattern PORT = Pattern.compile("https::127\\.0\\.0\\.1:(\\d+)");
  private static final int PATIENCE_MILLIS = 5_000;

  private final EnvoyProcess envoy;
  private Optional<X509Certificate> certificate = Optional.empty();

  TlsClient(EnvoyProcess envoy) {
    this.envoy = envoy;
  }

  /// The body of the answer; empty where there is none.
  String get(String host) throws Exception {
    var port = PORT.matcher(envoy.admin("/listeners"));
    if (!port.find()) {
      return "";
    }
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anyone()}, null);
    try (var tcp = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));
        var tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, host, 443, true)) {
      tls.setSoTimeout(PATIENCE_MILLIS);
      var parameters = tls.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      certificate = Optional.of((X509Certificate) tls.getSession().getPeerCertificates()[0]);
      var request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      tls.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(tls.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    } catch (SSLException | SocketException e) {
      return "";
    }
  }

  /// What the last answer came with.
  X509Certificate certificate() {
    return certificate.orElseThrow();
  }

  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
