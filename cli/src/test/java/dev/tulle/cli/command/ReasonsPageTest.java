package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.gateway.SupportedFeatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The reference of conditions and findings has every reason that the program gives, and no other.
/// Reasons are the capitalised words among the string literals of the packages that judge objects;
/// those that are something else are listed here.
class ReasonsPageTest {

  private static final Path ROOT = Path.of("..");
  private static final List<String> JUDGES =
      List.of(
          "core/src/main/java/dev/tulle/core/manifest",
          "core/src/main/java/dev/tulle/core/discovery",
          "core/src/main/java/dev/tulle/core/certificate",
          "core/src/main/java/dev/tulle/core/gateway",
          "core/src/main/java/dev/tulle/core/ingress",
          "core/src/main/java/dev/tulle/core/compile",
          "server/src/main/java/dev/tulle/server/source",
          "cli/src/main/java/dev/tulle/cli/local",
          "server/src/main/java/dev/tulle/server/status/Programmed.java");

  private static final Set<String> KINDS =
      Set.of(
          "ConfigMap",
          "Deployment",
          "IngressClass",
          "Job",
          "Kustomization",
          "List",
          "Namespace",
          "Pod",
          "Secret",
          "Service",
          "StatefulSet");

  /// Values of fields of Kubernetes' objects, and what YAML and HTTP call things.
  private static final Set<String> VALUES =
      Set.of(
          "Accept",
          "All",
          "AllowInsecureFallback",
          "Always",
          "BestEffort",
          "ClientIP",
          "Cluster",
          "ClusterFirst",
          "ClusterIP",
          "Connection",
          "ContainersReady",
          "DoesNotExist",
          "Ed25519",
          "Exact",
          "Exists",
          "ExtensionRef",
          "ExternalAuth",
          "False",
          "Header",
          "Host",
          "Hostname",
          "ImplementationSpecific",
          "In",
          "Indexed",
          "Initialized",
          "Linux",
          "LoadBalancer",
          "Local",
          "Never",
          "No",
          "NodePort",
          "NonIndexed",
          "None",
          "NotIn",
          "Null",
          "Off",
          "On",
          "OnFailure",
          "Opaque",
          "OrderedReady",
          "Parallel",
          "Passthrough",
          "PathPrefix",
          "Permanent",
          "PodInitializing",
          "PodScheduled",
          "PreferClose",
          "PreferSameNode",
          "PreferSameZone",
          "Prefix",
          "Recreate",
          "RegularExpression",
          "ReplaceFullPath",
          "ReplacePrefixMatch",
          "RequestHeaderModifier",
          "RequestMirror",
          "RequestRedirect",
          "RequireDualStack",
          "ResponseHeaderModifier",
          "RollingUpdate",
          "Same",
          "Selector",
          "SingleStack",
          "Succeeded",
          "System",
          "True",
          "Unknown",
          "Yes");

  private static final Pattern LITERAL = Pattern.compile("\"([A-Z][a-z]+[A-Za-z0-9]*)\"");
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| ((?:`\\w+`(?:, )?)+) \\|");
  private static final Pattern WORD = Pattern.compile("`(\\w+)`");

  @Test
  void thePageHasEveryReasonAndNoOther() throws IOException {
    var expected = literals();
    expected.removeAll(KINDS);
    expected.removeAll(VALUES);
    expected.removeAll(SupportedFeatures.NAMES);

    assertThat(onPage())
        .as("docs/reference/status.md; a word in the sources that is no reason belongs in VALUES")
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void whatIsNoReasonIsStillInTheSources() throws IOException {
    assertThat(literals()).containsAll(KINDS).containsAll(VALUES);
  }

  @Test
  void everySupportedFeatureIsInTheDocs() throws IOException {
    var page = Files.readString(ROOT.resolve("docs/reference/gateway.md"));
    assertThat(SupportedFeatures.NAMES)
        .isSorted()
        .allMatch(name -> page.contains("`" + name + "`"));
  }

  private static Set<String> onPage() throws IOException {
    var page = Files.readString(ROOT.resolve("docs/reference/status.md"));
    var words = new TreeSet<String>();
    FIRST_CELL
        .matcher(page)
        .results()
        .flatMap(row -> WORD.matcher(row.group(1)).results())
        .forEach(word -> words.add(word.group(1)));
    return words;
  }

  private static Set<String> literals() throws IOException {
    var words = new TreeSet<String>();
    for (var judge : JUDGES) {
      try (var files = Files.walk(ROOT.resolve(judge))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            // the names of all kinds that Kubernetes has
            .filter(file -> !file.endsWith("KnownKind.java"))
            .flatMap(ReasonsPageTest::lines)
            .filter(line -> !line.strip().startsWith("//"))
            .filter(line -> !line.strip().startsWith("@"))
            .flatMap(line -> LITERAL.matcher(line).results())
            .forEach(literal -> words.add(literal.group(1)));
      }
    }
    return words;
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
