package dev.tulle.cli.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// A self-signed certificate with its key, as it goes into a Secret, and a client that takes any
/// certificate and tells which it was shown.
record Certificate(X509Certificate certificate, String key) {

  private static final String PASSWORD = "changeit";

  /// A new one, by the JDK's own keytool.
  static Certificate of(String host) throws IOException, InterruptedException {
    return of(host, "digitalSignature");
  }

  /// One that Java takes and Envoy refuses: its key must not be used for signatures, which is all
  /// that a server does with it.
  static Certificate refused(String host) throws IOException, InterruptedException {
    return of(host, "keyCertSign");
  }

  private static Certificate of(String host, String usage)
      throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("tulle-e2e-");
    try {
      var store = directory.resolve("store.p12");
      make(store, host, usage);
      return read(store);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    } finally {
      Folder.delete(directory);
    }
  }

  private static void make(Path store, String host, String usage)
      throws IOException, InterruptedException {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var line =
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "it",
            "-keyalg",
            "EC",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD,
            "-dname",
            "CN=" + host,
            "-ext",
            "san=dns:" + host,
            "-ext",
            "keyUsage:critical=" + usage);
    var process = new ProcessBuilder(line).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  private static Certificate read(Path file) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    var key = store.getKey("it", PASSWORD.toCharArray());
    return new Certificate(
        (X509Certificate) store.getCertificate("it"), pem("PRIVATE KEY", key.getEncoded()));
  }

  /// As a Secret of Kubernetes' own type.
  String secret(String name) throws GeneralSecurityException {
    return """
    apiVersion: v1
    kind: Secret
    metadata:
      name: %s
    type: kubernetes.io/tls
    data:
      tls.crt: %s
      tls.key: %s
    """
        .formatted(name, base64(pem("CERTIFICATE", certificate.getEncoded())), base64(key));
  }

  /// A connection that asks for a host by SNI.
  static SSLSocket dial(InetSocketAddress address, String host) throws IOException {
    return secure(Connection.plain(address), host, "http/1.1");
  }

  /// TLS over a connection, without a certificate of our own.
  static SSLSocket secure(Socket plain, String host, String protocol) throws IOException {
    try {
      var factory = anyCertificate().getSocketFactory();
      var socket = (SSLSocket) factory.createSocket(plain, host, 443, true);
      var parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (IOException | GeneralSecurityException e) {
      plain.close();
      throw new IOException(e);
    }
  }

  /// The certificate that is shown for a host.
  static X509Certificate shown(InetSocketAddress address, String host) throws IOException {
    try (var socket = dial(address, host)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static String pem(String what, byte[] content) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static SSLContext anyCertificate() throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anyone()}, new SecureRandom());
    return context;
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
