package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The environment that a container declares, by Kubernetes' rules: `envFrom` first, then `env` in
/// its order, each value able to use those before it. Variables of Services are not set.
sealed interface Environment {

  record Values(Map<String, String> variables) implements Environment {}

  /// Something that it refers to is not there. `message` is a sentence with the cure.
  record Unresolved(String message) implements Environment {}

  static Environment of(Container container, PodPlace place, References references) {
    try {
      return new Values(new Reader(place, references).read(container));
    } catch (MissingException e) {
      return new Unresolved(
          "Container %s of Pod %s/%s cannot start: %s"
              .formatted(
                  container.getName(),
                  place.pod().getMetadata().getNamespace(),
                  place.pod().getMetadata().getName(),
                  e.getMessage()));
    }
  }

  /// Leaves the reading of one environment at the first reference that leads nowhere.
  final class MissingException extends Exception {
    private static final long serialVersionUID = 1;

    MissingException(String message) {
      super(message);
    }
  }

  /// Reads one container's environment.
  final class Reader {
    private final PodPlace place;
    private final References references;
    private final Map<String, String> values = new LinkedHashMap<>();

    Reader(PodPlace place, References references) {
      this.place = place;
      this.references = references;
    }

    Map<String, String> read(Container container) throws MissingException {
      for (var source : container.getEnvFrom()) {
        readAll(source);
      }
      for (var variable : container.getEnv()) {
        var value = value(variable);
        if (value.isPresent()) {
          values.put(variable.getName(), value.get());
        }
      }
      return values;
    }

    private void readAll(EnvFromSource source) throws MissingException {
      var prefix = source.getPrefix() == null ? "" : source.getPrefix();
      var map = source.getConfigMapRef();
      if (map != null) {
        var entries = entries("ConfigMap", map.getName(), map.getOptional());
        entries.forEach((key, value) -> values.put(prefix + key, value));
      }
      var secret = source.getSecretRef();
      if (secret != null) {
        var entries = entries("Secret", secret.getName(), secret.getOptional());
        entries.forEach((key, value) -> values.put(prefix + key, value));
      }
    }

    private Optional<String> value(EnvVar variable) throws MissingException {
      var from = variable.getValueFrom();
      if (from == null) {
        var text = variable.getValue() == null ? "" : variable.getValue();
        return Optional.of(Variables.expand(text, values));
      }
      if (from.getFieldRef() != null) {
        var path = from.getFieldRef().getFieldPath();
        return Optional.of(
            place
                .field(path)
                .orElseThrow(
                    () ->
                        new MissingException(
                            "the field %s that variable %s asks for is not offered; use one of"
                                    .formatted(path, variable.getName())
                                + " metadata.name, .namespace, .uid, .labels['x'], .annotations"
                                + "['x'], spec.nodeName, .serviceAccountName, status.podIP,"
                                + " .hostIP.")));
      }
      var map = from.getConfigMapKeyRef();
      if (map != null) {
        return entry("ConfigMap", map.getName(), map.getKey(), map.getOptional());
      }
      var secret = from.getSecretKeyRef();
      if (secret != null) {
        return entry("Secret", secret.getName(), secret.getKey(), secret.getOptional());
      }
      return Optional.empty();
    }

    private Optional<String> entry(String kind, String name, String key, Boolean optional)
        throws MissingException {
      var value = Optional.ofNullable(entries(kind, name, optional).get(key));
      if (value.isEmpty() && !Boolean.TRUE.equals(optional)) {
        throw new MissingException(
            "%s %s/%s has no key %s: add it, or mark the reference `optional: true`."
                .formatted(kind, place.pod().getMetadata().getNamespace(), name, key));
      }
      return value;
    }

    private Map<String, String> entries(String kind, String name, Boolean optional)
        throws MissingException {
      var namespace = place.pod().getMetadata().getNamespace();
      var found =
          kind.equals("Secret")
              ? references.secret(namespace, name)
              : references.configMap(namespace, name);
      if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
        throw new MissingException(
            "%s %s/%s is not there: add it to the folder, or mark the reference `optional: true`."
                .formatted(kind, namespace, name));
      }
      return found.orElse(Map.of());
    }
  }
}
