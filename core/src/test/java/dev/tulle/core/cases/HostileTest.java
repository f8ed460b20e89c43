package dev.tulle.core.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Objects of a size or shape that nobody means: they are judged in a sentence, and nothing else
/// is lost.
final class HostileTest {

  private static final int MIB = 1 << 20;
  private static final int MAX_SENTENCE = 1000;

  private static final String INGRESS =
      """
      kind: Ingress
      metadata: {name: web}
      spec:
        tls: [{hosts: [shop.example.com], secretName: shop}]
        rules:
          - host: HOST
            http: {paths: [{path: PATH, pathType: TYPE, backend: {service: {name: SERVICE, port: {number: 80}}}}]}
          - host: ok.example.com
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
      ---
      kind: Service
      metadata: {name: web}
      spec: {ports: [{port: 80}]}
      ---
      kind: Secret
      metadata: {name: shop}
      type: kubernetes.io/tls
      stringData: {tls.crt: CRT, tls.key: KEY}
      """;

  private static final Map<String, Object> HARMLESS =
      Map.of(
          "HOST", "shop.example.com",
          "PATH", "/",
          "TYPE", "Prefix",
          "SERVICE", "web",
          "CRT", "none",
          "KEY", "none");

  /// What stands in one field; a text of millions of letters is no name for a test.
  record Hostile(String field, String what, String value) {
    @Override
    public String toString() {
      return what + " as " + field;
    }
  }

  static Stream<Hostile> inputs() {
    var huge = "a".repeat(7 * MIB);
    return Stream.concat(
        HARMLESS.keySet().stream().sorted().map(field -> new Hostile(field, "7 MiB", huge)),
        Stream.of(
            new Hostile("HOST", "a million labels", "a.".repeat(MIB)),
            new Hostile("HOST", "control characters", "shop\u0000.example.com\r\nX: y"),
            new Hostile("PATH", "a million elements", "/" + "a/".repeat(MIB)),
            new Hostile("PATH", "escaped control characters", "/%00%0a"),
            new Hostile("CRT", "many beginnings", "-----BEGIN CERTIFICATE-----".repeat(9999)),
            new Hostile(
                "CRT", "a lie", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void isJudgedInASentence(Hostile hostile) {
    var values = new HashMap<>(HARMLESS);
    values.put(hostile.field(), hostile.value());
    var changes =
        Yaml.documents(INGRESS).stream()
            .flatMap(tree -> Objects.read(filled(tree, values)).stream())
            .toList();
    var outcome = Outcome.of(changes);
    assertThat(Closed.violations(outcome.scopes())).isEmpty();
    assertThat(outcome.versions().toString()).contains("service/default/web/80");
    outcome.compilation().statuses().values().stream()
        .flatMap(status -> status.findings().stream())
        .forEach(finding -> assertThat(finding.message()).hasSizeLessThan(MAX_SENTENCE));
  }

  private static Object filled(Object node, Map<String, Object> values) {
    return switch (node) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> filled(e.getValue(), values)));
      case List<?> list -> list.stream().map(item -> filled(item, values)).toList();
      default -> values.getOrDefault(node.toString(), node);
    };
  }

  @Test
  void manyPathsOnOneHost() {
    var paths = new StringBuilder();
    IntStream.range(0, 20_000)
        .forEach(
            i ->
                paths
                    .append("          - {path: /p")
                    .append(i)
                    .append(
                        ", pathType: Exact, backend: {service: {name: web, port: {number: 80}}}}\n"));
    var input =
        "kind: Ingress\nmetadata: {name: web}\nspec:\n  rules:\n    - host: a.example.com\n"
            + "      http:\n        paths:\n"
            + paths
            + "---\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n";
    assertThatCode(() -> Outcome.of(Objects.read(input))).doesNotThrowAnyException();
  }
}
