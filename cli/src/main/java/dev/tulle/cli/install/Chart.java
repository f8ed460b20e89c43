package dev.tulle.cli.install;

import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/// The Helm chart that is part of this program, and what it renders to.
public final class Chart {

  /// In the order in which Helm applies what they make.
  static final List<String> TEMPLATES =
      List.of(
          "poddisruptionbudget",
          "serviceaccount",
          "clusterrole",
          "clusterrolebinding",
          "role",
          "rolebinding",
          "service",
          "deployment",
          "ingressclass",
          "gatewayclass");

  static final List<String> CRDS = List.of("gatewayparameters");

  private static final String GATEWAY_CLASS = "gateway.networking.k8s.io/v1/GatewayClass";

  /// Where it is installed, and whether that cluster has the Gateway API.
  public record Target(String namespace, boolean gatewayApi) {}

  private Chart() {}

  /// The objects as Helm prints them, definitions of our own kinds first. Files and assignments of
  /// values count in this order, the later over the earlier.
  public static String render(Target target, Map<String, String> files, List<String> assignments)
      throws Failure {
    var said = new Values(Map.of());
    for (var file : files.entrySet()) {
      said = said.with(Values.read(file.getKey(), file.getValue()));
    }
    var values = Values.read("values.yaml", text("values.yaml")).with(said.assigned(assignments));
    new Schema(Values.read("values.schema.json", text("values.schema.json")).fields())
        .check(values.fields());
    var rendering =
        new Rendering(
            root(target, values), Template.read(text("templates/_labels.tpl")).definitions());
    var out = new StringBuilder();
    for (var crd : CRDS) {
      var file = "crds/" + crd + ".yaml";
      out.append(source(file)).append(text(file)).append('\n');
    }
    for (var name : TEMPLATES) {
      var file = "templates/" + name + ".yaml";
      document(out, file, rendering.of(Template.read(text(file)).nodes()));
    }
    return out.toString();
  }

  private static void document(StringBuilder out, String file, String text) {
    if (!text.isBlank()) {
      out.append(source(file));
      out.append(text.replaceFirst("^\\n+", "").stripTrailing()).append('\n');
    }
  }

  private static String source(String file) {
    return "---\n# Source: tulle/" + file + "\n";
  }

  private static Map<String, Object> root(Target target, Values values) throws Failure {
    var chart = new HashMap<String, Object>();
    Values.read("Chart.yaml", text("Chart.yaml"))
        .fields()
        .forEach((name, value) -> chart.put(capitalized(name), value));
    Predicate<Object> has = kind -> target.gatewayApi() && kind.equals(GATEWAY_CLASS);
    return Map.of(
        "Values", values.fields(),
        "Chart", chart,
        "Release", Map.of("Name", "tulle", "Namespace", target.namespace()),
        "Capabilities", Map.of("APIVersions", Map.of("Has", has)));
  }

  private static String capitalized(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String text(String file) {
    try (var in = Chart.class.getResourceAsStream("/chart/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
