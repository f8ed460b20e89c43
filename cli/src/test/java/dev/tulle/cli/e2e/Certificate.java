package dev.tulle.cli.e2e;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// A self-signed certificate with its key, as it goes into a Secret, and a client that takes any
/// certificate and tells which it was shown.
public record Certificate(X509Certificate certificate, String key) {

  private static final String PASSWORD = "changeit";

  /// A new one, by the JDK's own keytool.
  public static Certificate of(String host) throws IOException, InterruptedException {
    return of(host, usage("digitalSignature"));
  }

  /// One that Java takes and Envoy refuses: its key usage is not of the form that such an extension
  /// has to have.
  static Certificate refused(String host) throws IOException, InterruptedException {
    return of(host, "2.5.29.15=05:00");
  }

  /// One that can be shown, and trusted as the authority that issued it.
  public static Certificate authority(String host) throws IOException, InterruptedException {
    return of(host, usage("digitalSignature,keyCertSign"), "bc:critical=ca:true");
  }

  private static String usage(String usage) {
    return "keyUsage:critical=" + usage;
  }

  private static Certificate of(String host, String... extensions)
      throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("tulle-e2e-");
    try {
      var store = directory.resolve("store.p12");
      make(store, host, extensions);
      return read(store);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    } finally {
      Folder.delete(directory);
    }
  }

  private static void make(Path store, String host, String... extensions)
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
            "san=dns:" + host);
    var more = Stream.of(extensions).flatMap(it -> Stream.of("-ext", it));
    var whole = Stream.concat(line.stream(), more).toList();
    var process = new ProcessBuilder(whole).redirectErrorStream(true).start();
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
  public String secret(String name) throws GeneralSecurityException {
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
        .formatted(name, base64(chain()), base64(key));
  }

  public String chain() throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  /// A connection that asks for a host by SNI.
  public static SSLSocket dial(InetSocketAddress address, String host) throws IOException {
    return secure(Connection.plain(address), host, "http/1.1");
  }

  /// A connection whose client shows this certificate where it is asked for one.
  public SSLSocket present(InetSocketAddress address, String host) throws IOException {
    try {
      var content = key.lines().filter(line -> !line.startsWith("-")).collect(joining());
      var specification = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(content));
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "it",
          KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
              .generatePrivate(specification),
          PASSWORD.toCharArray(),
          new X509Certificate[] {certificate});
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      return secure(
          Connection.plain(address), host, "http/1.1", anyCertificate(keys.getKeyManagers()));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /// TLS over a connection, without a certificate of our own.
  static SSLSocket secure(Socket plain, String host, String protocol) throws IOException {
    try {
      return secure(plain, host, protocol, anyCertificate());
    } catch (GeneralSecurityException e) {
      plain.close();
      throw new IOException(e);
    }
  }

  private static SSLSocket secure(Socket plain, String host, String protocol, SSLContext context)
      throws IOException {
    try {
      var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, 443, true);
      var parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      plain.close();
      throw e;
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

  private static SSLContext anyCertificate(KeyManager... own) throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(own, new TrustManager[] {new Anyone()}, new SecureRandom());
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
