package dev.tulle.cli.check;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An API server, as a kubeconfig names it and with the credentials there. Each request is sent
/// once.
final class ClusterApi implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final KubernetesClient client;

  private ClusterApi(KubernetesClient client) {
    this.client = client;
  }

  /// That of a context, or of the current one.
  static ClusterApi open(Optional<String> context) throws Failure {
    Config config;
    try {
      config = Config.autoConfigure(context.orElse(null));
    } catch (RuntimeException e) { // of which type a wrong kubeconfig is, fabric8 does not say
      throw new Failure(
          Exit.USAGE,
          "the kubeconfig cannot be used",
          String.valueOf(e.getMessage()),
          "`kubectl config get-contexts` shows what is in it");
    }
    var current = config.getCurrentContext();
    if (context.isPresent() && (current == null || !context.get().equals(current.getName()))) {
      throw new Failure(
          Exit.USAGE,
          "there is no context " + context.get(),
          "the kubeconfig has none of that name",
          "`kubectl config get-contexts` shows those that there are");
    }
    if (current == null && !Files.exists(Path.of(Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH))) {
      throw new Failure(
          Exit.USAGE,
          "there is no cluster to check",
          "no kubeconfig says which: neither $KUBECONFIG nor ~/.kube/config has a current context",
          "set KUBECONFIG, or choose a context with `kubectl config use-context`");
    }
    config.setRequestRetryBackoffLimit(0);
    config.setConnectionTimeout((int) PATIENCE.toMillis());
    config.setRequestTimeout((int) PATIENCE.toMillis());
    return new ClusterApi(new KubernetesClientBuilder().withConfig(config).build());
  }

  String address() {
    return client.getMasterUrl().toString();
  }

  /// What a path has, if there is such an object.
  Optional<JsonNode> get(String path) throws Failure {
    return ask(path, "GET", null);
  }

  JsonNode create(String path, JsonNode object) throws Failure {
    return ask(path, "POST", object)
        .orElseThrow(
            () ->
                new Failure(
                    Exit.UNREACHABLE,
                    address() + " is no API server",
                    "it does not know " + path,
                    "see which server the kubeconfig names"));
  }

  private Optional<JsonNode> ask(String path, String method, @Nullable JsonNode object)
      throws Failure {
    try {
      var text = client.raw(path, method, object);
      return text == null ? Optional.empty() : Optional.of(JSON.readTree(text));
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_NOT_FOUND -> Optional.empty();
        case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
            throw refused(path, e);
        default -> throw unreachable(e);
      };
    }
  }

  private Failure refused(String path, KubernetesClientException e) {
    return new Failure(
        Exit.NOT_PERMITTED,
        "the cluster does not let you read " + path,
        e.getStatus() == null ? "it answered " + e.getCode() : e.getStatus().getMessage(),
        "use a context whose user may read the whole cluster");
  }

  private Failure unreachable(KubernetesClientException e) {
    return new Failure(
        Exit.UNREACHABLE,
        "the API server at " + address() + " cannot be asked",
        deepest(e),
        "see that `kubectl version` works with the same context");
  }

  /// The HTTP client wraps what happened in exceptions that say nothing.
  private static String deepest(Throwable e) {
    var at = e;
    var said = String.valueOf(e.getMessage());
    while (at.getCause() != null) {
      at = at.getCause();
      if (at instanceof ConnectException && at.getMessage() == null) {
        return "nothing accepts connections there";
      }
      said = at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }
    return said;
  }

  @Override
  public void close() {
    client.close();
  }
}
