package dev.tulle.server.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The API server as it answers: JSON or an `ApiFailure`, and never later than after half a minute.
/// Credentials, also those that rotate, are the client's. Safe for any thread.
public final class ApiServer {

  /// All of an object.
  static final String WHOLE = "application/json";

  /// Its name and version, but nothing of what is in it.
  static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

  static final String METADATA_LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  static final JsonMapper JSON = JsonMapper.builder().build();

  /// What the fields that we write are ours by.
  static final String MANAGER = "tulle";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BRIEF = 300;

  private final HttpClient http;
  private final String root;

  public ApiServer(KubernetesClient client) {
    this.http = client.getHttpClient();
    var url = client.getMasterUrl().toString();
    this.root = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  public ObjectNode get(String path) throws ApiFailure, InterruptedException {
    return get(path, WHOLE);
  }

  ObjectNode get(String path, String accept) throws ApiFailure, InterruptedException {
    return exchange(request(path, accept).build());
  }

  /// Writes, by server-side apply, what `object` says as our field manager.
  public ObjectNode apply(String path, JsonNode object) throws ApiFailure, InterruptedException {
    return exchange(
        request(path + "?fieldManager=" + MANAGER + "&force=true", WHOLE)
            .method("PATCH", "application/apply-patch+yaml", object.toString())
            .build());
  }

  public ObjectNode create(String path, JsonNode object) throws ApiFailure, InterruptedException {
    return exchange(request(path, WHOLE).method("POST", WHOLE, object.toString()).build());
  }

  /// Writes an object as a whole, if it still has the `resourceVersion` that stands in it.
  public ObjectNode replace(String path, JsonNode object) throws ApiFailure, InterruptedException {
    return exchange(request(path, WHOLE).method("PUT", WHOLE, object.toString()).build());
  }

  /// Writes the fields that `object` has and leaves all others as they are.
  public ObjectNode merge(String path, JsonNode object) throws ApiFailure, InterruptedException {
    return exchange(
        request(path, WHOLE)
            .method("PATCH", "application/merge-patch+json", object.toString())
            .build());
  }

  /// What happens from now on, line by line.
  EventStream watch(String path, String accept) throws ApiFailure, InterruptedException {
    var stream = new EventStream();
    var request = request(path, accept).forStreaming().build();
    var response = await(http.consumeBytes(request, stream::arrived), request);
    stream.begin(response.body());
    if (!response.isSuccessful()) {
      throw refused(request, response.code(), stream.rest());
    }
    return stream;
  }

  private HttpRequest.Builder request(String path, String accept) {
    return http.newHttpRequestBuilder().uri(URI.create(root + path)).header("Accept", accept);
  }

  private ObjectNode exchange(HttpRequest request) throws ApiFailure, InterruptedException {
    var response = await(http.sendAsync(request, byte[].class), request);
    if (!response.isSuccessful()) {
      throw refused(request, response.code(), response.body());
    }
    try {
      if (JSON.readTree(response.body()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw cut(request, e);
    }
    throw new ApiFailure(ApiFailure.Cause.UNAVAILABLE, name(request) + " answered with no object");
  }

  private static ApiFailure cut(HttpRequest request, JacksonException e) {
    return new ApiFailure(
        ApiFailure.Cause.UNAVAILABLE,
        name(request) + " answered with something that is no JSON: " + e.getOriginalMessage());
  }

  private static <T> HttpResponse<T> await(
      CompletableFuture<HttpResponse<T>> answer, HttpRequest request)
      throws ApiFailure, InterruptedException {
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new ApiFailure(ApiFailure.Cause.UNAVAILABLE, name(request) + " failed: " + cause);
    } catch (TimeoutException _) {
      answer.cancel(true);
      throw new ApiFailure(
          ApiFailure.Cause.UNAVAILABLE,
          name(request) + " was not answered within " + PATIENCE.toSeconds() + " s");
    }
  }

  /// A refusal has a Status object, or whatever a proxy on the way says.
  private static ApiFailure refused(HttpRequest request, int code, byte[] body) {
    var said =
        new String(body, 0, Math.min(body.length, BRIEF), java.nio.charset.StandardCharsets.UTF_8);
    try {
      said = JSON.readTree(body).path("message").asString(said);
    } catch (JacksonException _) {
      // then it is no Status
    }
    return ApiFailure.of(code, name(request) + " was answered with " + code + ": " + said.strip());
  }

  private static String name(HttpRequest request) {
    return request.method() + " " + request.uri().getPath();
  }
}
