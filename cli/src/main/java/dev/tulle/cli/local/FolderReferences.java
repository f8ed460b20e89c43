package dev.tulle.cli.local;

import dev.tulle.cli.local.pod.References;
import dev.tulle.core.manifest.ManifestObject;
import dev.tulle.core.name.ObjectName;
import dev.tulle.server.source.FolderState;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The ConfigMaps and Secrets of the folder, for the environment of containers.
record FolderReferences(Supplier<FolderState> folder) implements References {

  @Override
  public Optional<Map<String, String>> configMap(String namespace, String name) {
    return find(ConfigMap.class, "ConfigMap", namespace, name)
        .map(map -> Objects.requireNonNullElse(map.getData(), Map.of()));
  }

  @Override
  public Optional<Map<String, String>> secret(String namespace, String name) {
    return find(Secret.class, "Secret", namespace, name)
        .map(
            secret -> {
              var decoded = new TreeMap<String, String>();
              Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
                  .forEach((key, value) -> decoded.put(key, decode(value)));
              return decoded;
            });
  }

  private <T extends HasMetadata> Optional<T> find(
      Class<T> type, String kind, String namespace, String name) {
    return Optional.ofNullable(folder.get().inForce().get(new ObjectName(kind, namespace, name)))
        .map(ManifestObject::object)
        .map(type::cast);
  }

  private static String decode(String base64) {
    return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
