package dev.tulle.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The chart by the judgement of Helm itself, and that we print what Helm renders. Cases are
/// folders with `values.yaml` and what it gives, `objects.yaml`; `-Dgolden=write` writes the
/// latter.
class ChartTest {

  private static final Path CHART = Path.of("..", "charts", "tulle");
  private static final Path CASES = Path.of("src", "test", "cases", "install");
  private static final String NAMESPACE = "tulle-system";
  private static final Chart.Target TARGET = new Chart.Target(NAMESPACE, true);

  @TempDir private static Path temporary;

  @TestFactory
  Stream<DynamicTest> printsWhatHelmRenders() throws IOException {
    try (var cases = Files.list(CASES)) {
      return cases.sorted().toList().stream()
          .map(each -> DynamicTest.dynamicTest(each.getFileName().toString(), () -> golden(each)));
    }
  }

  private static void golden(Path folder) throws IOException, Failure {
    var values = folder.resolve("values.yaml");
    var objects = folder.resolve("objects.yaml");
    var printed =
        Chart.render(TARGET, Map.of(values.toString(), Files.readString(values)), List.of());

    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(objects, printed);
    }
    assertThat(printed).isEqualTo(Files.readString(objects));
    // definitions of kinds are no templates: Helm leaves them out here
    assertThat(printed.substring(printed.indexOf("---\n# Source: tulle/templates/")))
        .isEqualTo(helm(values));
  }

  /// This Helm cannot be told which kinds a cluster has, and asks one for its IngressClasses: what
  /// `auto` comes to is said instead, where a case says nothing else.
  private static String helm(Path values) throws IOException {
    var template =
        new Helm(CHART)
            .template()
            .withName("tulle")
            .withNamespace(NAMESPACE)
            .withKubeVersion("1.34.0")
            .withValuesFile(values)
            .set("gatewayClass.create", "true");
    if (!Files.readString(values).contains("default:")) {
      template.set("ingressClass.default", "true");
    }
    return template.call();
  }

  @Test
  void withoutTheGatewayApiThereIsNoGatewayClass() throws Failure {
    var without = Chart.render(new Chart.Target(NAMESPACE, false), Map.of(), List.of());
    var forced =
        Chart.render(
            new Chart.Target(NAMESPACE, false), Map.of(), List.of("gatewayClass.create=true"));

    assertThat(without).doesNotContain("kind: GatewayClass");
    assertThat(forced).isEqualTo(Chart.render(TARGET, Map.of(), List.of()));
  }

  @Test
  void helmFindsNothingWrong() {
    var result = new Helm(CHART).lint().strict().call();

    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @Test
  void everyFileOfTheChartIsRendered() throws IOException {
    assertThat(files("templates"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of("_labels.tpl", "NOTES.txt"),
                    Chart.TEMPLATES.stream().map(name -> name + ".yaml"))
                .toList());
    assertThat(files("crds"))
        .containsExactlyInAnyOrderElementsOf(
            Chart.CRDS.stream().map(name -> name + ".yaml").toList());
  }

  private static Set<String> files(String folder) throws IOException {
    try (var files = Files.list(CHART.resolve(folder))) {
      var names = new TreeSet<String>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  @Test
  void theChartHasTheVersionOfTheProgram() throws IOException {
    var project =
        Pattern.compile("<version>([^<]+)</version>").matcher(Files.readString(Path.of("pom.xml")));
    assertThat(project.find()).isTrue();

    assertThat(Files.readString(CHART.resolve("Chart.yaml")))
        .contains("\nversion: " + project.group(1) + "\n")
        .contains("\nappVersion: " + project.group(1) + "\n");
  }

  @Test
  void assignmentsCountOverFiles() throws Failure {
    var printed =
        Chart.render(
            TARGET,
            Map.of("mine.yaml", "replicas: 4\nclusterDomain: mesh.example\n"),
            List.of("replicas=5"));

    assertThat(printed).contains("replicas: 5").contains("--cluster-domain=mesh.example");
  }

  @Test
  void assignmentsAreReadAsHelmReadsThem() throws Failure {
    var assigned =
        new Values(Map.of())
            .assigned(
                List.of(
                    "a.b=1,c=x\\,y,d={1,p q}",
                    "e[1].f=true",
                    "e[0].f=null",
                    "g\\.h/i=",
                    "a.j=-07"));

    assertThat(YamlText.of(assigned.fields()))
        .isEqualTo(
            """
            a:
              b: 1
              j: "-07"
            c: x,y
            d:
            - 1
            - p q
            e:
            - f: null
            - f: true
            g.h/i: \"\"""");
  }

  private static void assertRefused(String assignment, String what, String why) {
    assertThatThrownBy(() -> Chart.render(TARGET, Map.of(), List.of(assignment)))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.lines()).startsWith("error: " + what, "  why:  " + why);
            });
    // Helm refuses them, too
    assertThatThrownBy(
            () -> {
              var file = Files.createTempFile(temporary, "values-", ".yaml");
              Files.writeString(
                  file, YamlText.of(new Values(Map.of()).assigned(List.of(assignment)).fields()));
              helm(file);
            })
        .hasMessageContaining("values don't meet the specifications of the schema");
  }

  @Test
  void aValueThatIsNotAsTheSchemaSaysIsRefused() {
    assertRefused(
        "image.tagg=1",
        "there is no value image.tagg",
        "at its place there are pullPolicy, repository, tag");
    assertRefused(
        "image=x",
        "the value of image has the wrong form",
        "it is the text `x`, and a block of names and values is wanted");
    assertRefused(
        "replicas=three",
        "the value of replicas has the wrong form",
        "it is the text `three`, and a whole number is wanted");
    assertRefused(
        "replicas=0", "the value of replicas is too small", "it is 0, and 1 is the least");
    assertRefused(
        "image.tag=1",
        "the value of image.tag has the wrong form",
        "it is `1`, and a text is wanted");
    assertRefused(
        "image.pullPolicy=Sometimes",
        "the value of image.pullPolicy is none that there is",
        "it is the text `Sometimes`, and there are Always, IfNotPresent, Never");
    assertRefused("clusterDomain=", "the value of clusterDomain is empty", "a text is wanted");
    assertRefused(
        "imagePullSecrets={a}",
        "the value of imagePullSecrets[0] has the wrong form",
        "it is the text `a`, and a block of names and values is wanted");
    assertRefused(
        "podDisruptionBudget.maxUnavailable=half",
        "the value of podDisruptionBudget.maxUnavailable has the wrong form",
        "it is the text `half`, which is not as in ^[0-9]+%$");
    assertRefused(
        "podLabels.a=1",
        "the value of podLabels.a has the wrong form",
        "it is `1`, and a text is wanted");
  }

  @Test
  void whatIsNoValueIsRefused() {
    assertThatThrownBy(() -> Chart.render(TARGET, Map.of("f", "a: [1"), List.of()))
        .isInstanceOf(Failure.class)
        .hasMessage("f has no values");
    assertThatThrownBy(() -> Chart.render(TARGET, Map.of(), List.of("replicas")))
        .hasMessage("`--set replicas` sets nothing");
  }
}
