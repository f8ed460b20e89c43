package dev.tulle.server.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// A kind whose CRD is absent is waited for by nobody, and followed from the moment it is there.
final class AppearingKindTest {

  private static final String GROUP = "/apis/gateway.networking.k8s.io";
  private static final ObjectName NAME = Kind.GATEWAY.named("shop", "web");

  private final Map<String, String> served = new ConcurrentHashMap<>();
  private final Map<ObjectName, Object> known = new ConcurrentHashMap<>();

  @Test
  void isFollowedWhileItIsServed() throws Exception {
    var http = server();
    try (var client = client(http);
        var reflector = reflector(client)) {
      reflector.start();
      reflector.awaitSynced();
      assertThat(known).isEmpty();
      serve("v1beta1");
      await().until(() -> known.containsKey(NAME));
      served.clear();
      await().until(known::isEmpty);
    } finally {
      http.stop(0);
    }
  }

  private void serve(String version) {
    served.put(GROUP + "/" + version + "/gateways", LIST);
    served.put(GROUP + "/" + version, "{\"resources\": [{\"name\": \"gateways\"}]}");
    served.put(GROUP, "{\"versions\": [{\"version\": \"" + version + "\"}]}");
  }

  private static final String LIST =
      """
      {"metadata": {"resourceVersion": "5"}, "items": [
        {"metadata": {"namespace": "shop", "name": "web", "resourceVersion": "4"},
         "spec": {"gatewayClassName": "tulle"}}]}
      """;

  private Reflector reflector(KubernetesClient client) {
    var server = new ApiServer(client);
    var site =
        new KindMirror.Site(
            server,
            new ServedVersions(server),
            client.getKubernetesSerialization(),
            new ObservedStatuses(() -> {}));
    var mirror =
        new KindMirror<>(
            ApiResource.of(Kind.GATEWAY),
            site,
            changes ->
                changes.forEach(
                    change ->
                        change
                            .object()
                            .ifPresentOrElse(
                                object -> known.put(change.name(), object),
                                () -> known.remove(change.name()))));
    return new Reflector(server, mirror, new Random(1));
  }

  private HttpServer server() throws IOException {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var answer = served.get(exchange.getRequestURI().getPath());
            boolean watched = exchange.getRequestURI().toString().contains("watch=true");
            var text = answer == null ? "{}" : watched ? BOOKMARK : answer;
            exchange.sendResponseHeaders(answer == null ? 404 : 200, 0);
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
          }
        });
    http.start();
    return http;
  }

  private static final String BOOKMARK =
      "{\"type\": \"BOOKMARK\", \"object\": {\"metadata\": {\"resourceVersion\": \"5\"}}}\n";

  private static KubernetesClient client(HttpServer http) {
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + http.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
