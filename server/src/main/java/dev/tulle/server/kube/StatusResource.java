package dev.tulle.server.kube;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the leader writes about objects: the `status` subresource of any that has one, and Events.
public final class StatusResource {

  private static final Map<String, ApiResource<?>> BY_KIND =
      ApiResource.ALL.stream()
          .collect(Collectors.toMap(each -> each.kind().name(), Function.identity()));

  private final ApiServer server;
  private final ServedVersions served;

  public StatusResource(ApiServer server, ServedVersions served) {
    this.server = server;
    this.served = served;
  }

  /// Makes `status` what we say of the object, if it is still the one with this UID and, where a
  /// version is given, still in that one. Returns the object as it is then.
  public ObjectNode apply(ObjectName name, String uid, Optional<String> version, JsonNode status)
      throws ApiFailure, InterruptedException {
    var resource = resource(name);
    var served = version(resource);
    var patch = ApiServer.JSON.createObjectNode();
    patch.put("apiVersion", apiVersion(resource, served)).put("kind", name.kind());
    var metadata = patch.putObject("metadata").put("name", name.name()).put("uid", uid);
    if (!name.namespace().isEmpty()) {
      metadata.put("namespace", name.namespace());
    }
    version.ifPresent(at -> metadata.put("resourceVersion", at));
    patch.set("status", status);
    return server.apply(resource.path(served, name) + "/status", patch);
  }

  /// Writes an Event, or what is new about one of that name.
  public void event(ObjectNode event) throws ApiFailure, InterruptedException {
    var metadata = event.path("metadata");
    server.apply(
        "/api/v1/namespaces/"
            + metadata.path("namespace").asString("")
            + "/events/"
            + metadata.path("name").asString(""),
        event);
  }

  /// As in the object's `apiVersion`.
  public String apiVersion(ObjectName name) throws ApiFailure, InterruptedException {
    var resource = resource(name);
    return apiVersion(resource, version(resource));
  }

  private static String apiVersion(ApiResource<? extends HasMetadata> resource, String version) {
    return resource.group().isEmpty() ? version : resource.group() + "/" + version;
  }

  private String version(ApiResource<?> resource) throws ApiFailure, InterruptedException {
    return served
        .of(resource)
        .orElseThrow(
            () ->
                new ApiFailure(
                    ApiFailure.Cause.ABSENT, resource.plural() + " are no longer served"));
  }

  private static ApiResource<?> resource(ObjectName name) {
    var resource = BY_KIND.get(name.kind());
    if (resource == null) {
      throw new IllegalArgumentException("no kind of a World is called " + name.kind());
    }
    return resource;
  }
}
