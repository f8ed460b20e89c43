package dev.tulle.cli.e2e;

import dev.tulle.cli.status.StatusSnapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The Gateway `default/edge` of a folder, as its clients see it.
final class Edge {

  private Edge() {}

  /// Where it answers, once it is ready.
  static URI await(Tulle tulle) throws IOException, InterruptedException {
    tulle.awaitStatus("the gateway", it -> ready(it).findFirst().isPresent());
    return URI.create(ready(tulle.status().orElseThrow()).findFirst().orElseThrow());
  }

  private static Stream<String> ready(StatusSnapshot status) {
    return status.gateways().stream()
        .filter(it -> it.name().equals("default/edge") && it.ready())
        .flatMap(it -> it.addresses().stream());
  }

  /// Who answers so many requests, by what the answers say.
  static Set<String> answering(HttpClient client, URI where, int requests) throws IOException {
    var pods = new HashSet<String>();
    for (int i = 0; i < requests; i++) {
      pods.add(send(client, where, Map.of()).body());
    }
    return pods;
  }

  static HttpRequest request(URI where, Map<String, String> headers) {
    var request = HttpRequest.newBuilder(where).version(HttpClient.Version.HTTP_1_1);
    headers.forEach(request::header);
    return request.build();
  }

  static HttpResponse<String> send(HttpClient client, URI where, Map<String, String> headers)
      throws IOException {
    try {
      return client.send(request(where, headers), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
