package dev.tulle.cli.local.pod;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A program that answers every type of probe, for containers of tests: HTTP on 8080, HTTPS on
/// 8443, gRPC on 9090.
final class ProbedServer {

  private static final String SECRET = "changeit";

  private ProbedServer() {}

  /// The command line that runs it with the class path of the test.
  static String[] command(Path keys) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new String[] {
      java,
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-cp",
      classes,
      ProbedServer.class.getName(),
      keys.toString()
    };
  }

  static void makeKeys(Path keys) throws IOException, InterruptedException {
    var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var made =
        new ProcessBuilder(
                List.of(
                    tool,
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=elsewhere.example",
                    "-alias",
                    "own",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    SECRET,
                    "-keystore",
                    keys.toString()))
            .inheritIO()
            .start();
    if (made.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
  }

  public static void main(String[] arguments) throws Exception {
    var plain = HttpServer.create(new InetSocketAddress("0.0.0.0", 8080), 0);
    plain.createContext("/", ProbedServer::answer);
    plain.start();
    var secure = HttpsServer.create(new InetSocketAddress("0.0.0.0", 8443), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(tls(Path.of(arguments[0]))));
    secure.createContext("/", ProbedServer::answer);
    secure.start();
    var health = new HealthStatusManager();
    health.setStatus("", ServingStatus.SERVING);
    health.setStatus("sick", ServingStatus.NOT_SERVING);
    NettyServerBuilder.forPort(9090).addService(health.getHealthService()).build().start();
    Thread.currentThread().join();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var status =
          switch (exchange.getRequestURI().getPath()) {
            case "/ok" -> 204;
            case "/header" ->
                "yes".equals(exchange.getRequestHeaders().getFirst("X-Probe"))
                        && "app.example".equals(exchange.getRequestHeaders().getFirst("Host"))
                    ? 200
                    : 400;
            case "/local" -> redirect(exchange, "/fail");
            case "/away" -> redirect(exchange, "http://elsewhere.example/");
            default -> 500;
          };
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private static int redirect(HttpExchange exchange, String to) {
    exchange.getResponseHeaders().set("Location", to);
    return 302;
  }

  private static SSLContext tls(Path keys) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(keys)) {
      store.load(in, SECRET.toCharArray());
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, SECRET.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
