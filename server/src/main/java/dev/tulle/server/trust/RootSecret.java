package dev.tulle.server.trust;

import dev.tulle.core.world.Given;
import dev.tulle.server.ca.RootStore;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The root of the mesh as a Secret in the control plane's namespace. Replicas that start at once
/// agree on it: the API server lets only one of them create it.
public final class RootSecret implements RootStore {

  public static final String NAME = "tulle-ca";

  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";

  private final KubernetesClient client;
  private final String namespace;

  public RootSecret(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public String place() {
    return "Secret " + namespace + "/" + NAME;
  }

  @Override
  public Optional<RootText> read() throws IOException {
    try {
      var secret = client.secrets().inNamespace(namespace).withName(NAME).get();
      return secret == null ? Optional.empty() : Optional.of(text(secret));
    } catch (KubernetesClientException e) {
      throw new IOException(place() + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public RootText create(RootText root) throws IOException {
    try {
      client.secrets().inNamespace(namespace).resource(secret(root)).create();
      return root;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw new IOException(place() + " cannot be created: " + e.getMessage(), e);
      }
      return read().orElseThrow(() -> new IOException(place() + " came and went: try again"));
    }
  }

  private Secret secret(RootText root) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(NAME)
        .addToLabels("app.kubernetes.io/part-of", "tulle")
        .endMetadata()
        .withType("kubernetes.io/tls")
        .addToData(CERTIFICATE, encoded(root.certificate()))
        .addToData(KEY, encoded(root.key()))
        .build();
  }

  private static RootText text(Secret secret) throws IOException {
    return new RootText(decoded(secret.getData(), CERTIFICATE), decoded(secret.getData(), KEY));
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String decoded(@Nullable Map<String, String> data, String key) throws IOException {
    try {
      var bytes = Base64.getDecoder().decode(Given.text(data, key));
      return new String(bytes, StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      throw new IOException("the Secret's `" + key + "` is not Base64", e);
    }
  }
}
