package dev.tulle.core.discovery;

import dev.tulle.core.ir.Workload.Proxy;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.Severity;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.PodRecord;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Whether and how a pod joins the mesh: what its label `tulle.dev/inject` says, else its
/// annotation, else the label, else the annotation of its Namespace. Where none of them says
/// anything, or something that means nothing, it gets a sidecar.
public final class Injection {

  public static final String KEY = "tulle.dev/inject";
  public static final String REASON = "InvalidInjection";
  public static final String CURE =
      "write \"true\", \"false\", or \"grpc\" for programs that speak xDS themselves";

  private static final Map<String, Proxy> WORDS =
      Map.of("true", Proxy.SIDECAR, "grpc", Proxy.GRPC, "false", Proxy.NONE);

  private Injection() {}

  /// The labels and annotations of an object that may say something.
  public record Said(Map<String, String> labels, Map<String, String> annotations) {

    /// What there is to read where there is no object.
    public static final Said NOTHING = new Said(Map.of(), Map.of());

    public Said {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }

    public static Said of(HasMetadata object) {
      var metadata = Objects.requireNonNullElseGet(object.getMetadata(), ObjectMeta::new);
      return new Said(Given.texts(metadata.getLabels()), Given.texts(metadata.getAnnotations()));
    }

    public static Said of(PodRecord pod) {
      return new Said(pod.labels(), pod.annotations());
    }

    private Optional<String> word() {
      return Optional.ofNullable(labels.getOrDefault(KEY, annotations.get(KEY)));
    }

    /// The field that counts.
    private String path() {
      return (labels.containsKey(KEY) ? "metadata.labels" : "metadata.annotations")
          + "["
          + KEY
          + "]";
    }
  }

  public static Proxy of(Said pod, Said namespace) {
    return pod.word()
        .or(namespace::word)
        .map(word -> WORDS.getOrDefault(word, Proxy.SIDECAR))
        .orElse(Proxy.SIDECAR);
  }

  /// What is wrong with what an object says itself.
  public static Optional<Finding> judge(ObjectName object, Said said) {
    return said.word()
        .flatMap(Injection::wrong)
        .map(
            wrong ->
                new Finding(
                    Severity.WARNING,
                    object,
                    said.path(),
                    REASON,
                    object + ": `" + said.path() + "` " + wrong,
                    CURE));
  }

  /// What a sentence about such a label goes on with, where it means nothing.
  public static Optional<String> wrong(String word) {
    return WORDS.containsKey(word)
        ? Optional.empty()
        : Optional.of("is \"" + Given.brief(word) + "\", which is taken for \"true\"");
  }
}
