package dev.tulle.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The table of packages in ARCHITECTURE.md, as far as it is about `server` and `cli`: who may use
/// whom. That of `core` is a test of `core`.
final class ArchitectureTest {

  private static final String ROOT = "dev.tulle.";

  /// By package, the packages that it may use; a star stands for any one name, two dots for any
  /// number of them.
  private static final Map<String, List<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("server.ca", List.of("core.name")),
              Map.entry(
                  "server.deploy", List.of("core..", "server.kube", "server.loop", "server.trust")),
              Map.entry(
                  "server.controlplane",
                  List.of("core..", "server.ca", "server.loop", "server.stream")),
              Map.entry("server.dns", List.of("core.dns")),
              Map.entry("server.kube", List.of("core.name", "core.world")),
              Map.entry("server.loop", List.of("core..")),
              Map.entry("server.source", List.of("core.name", "core.status", "core.manifest")),
              Map.entry(
                  "server.status",
                  List.of("core..", "server.kube", "server.loop", "server.stream")),
              Map.entry("server.stream", List.of("core.name", "core.xds")),
              Map.entry(
                  "server.trust", List.of("core.name", "core.world", "server.ca", "server.stream")),
              Map.entry("cli", List.of("cli.command")),
              Map.entry("cli.cluster", List.of("core..", "server..")),
              Map.entry("cli.check", List.of("core.status", "core.world", "cli.outcome")),
              Map.entry(
                  "cli.command", List.of("core..", "cli.*", "cli.local.pod", "cli.local.names")),
              Map.entry("cli.envoy", List.of("cli.outcome")),
              Map.entry("cli.install", List.of("cli.outcome")),
              Map.entry("cli.instance", List.of("core.name", "core.gateway")),
              Map.entry(
                  "cli.local",
                  List.of(
                      "core..",
                      "server..",
                      "cli.outcome",
                      "cli.instance",
                      "cli.status",
                      "cli.view",
                      "cli.local.*")),
              Map.entry(
                  "cli.local.controller",
                  List.of(
                      "core.name",
                      "core.crd",
                      "core.status",
                      "core.world",
                      "core.ir",
                      "core.gateway",
                      "cli.local.net")),
              Map.entry("cli.local.names", List.of("core.dns", "server.dns", "cli.local.net")),
              Map.entry(
                  "cli.local.net",
                  List.of("core.name", "core.world", "core.ir", "core.discovery", "cli.instance")),
              Map.entry(
                  "cli.local.pod",
                  List.of("core.name", "core.world", "cli.instance", "cli.local.net")),
              Map.entry(
                  "cli.local.proxy",
                  List.of("core.name", "core.xds", "server.ca", "cli.instance", "cli.local.net")),
              Map.entry(
                  "cli.offline",
                  List.of("core..", "server.source", "cli.local.controller", "cli.local.net")),
              Map.entry("cli.outcome", List.of()),
              Map.entry(
                  "cli.proxy",
                  List.of(
                      "core.name",
                      "core.ir",
                      "core.xds",
                      "server.ca",
                      "cli.instance",
                      "cli.status",
                      "cli.local.proxy")),
              Map.entry("cli.status", List.of("cli.local.net")),
              Map.entry("cli.view", List.of("cli.status", "cli.proxy"))));

  private static final JavaClasses TULLE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tulle.server", "dev.tulle.cli");

  @TestFactory
  Stream<DynamicTest> packagesUseWhatTheyMay() {
    return MAY_USE.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> usesOnly(entry.getKey(), entry.getValue())));
  }

  private static void usesOnly(String name, List<String> allowed) {
    var known = Stream.concat(Stream.of(name), allowed.stream()).map(ROOT::concat);
    noClasses()
        .that()
        .resideInAPackage(ROOT + name)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.tulle..")
                .and(DescribedPredicate.not(resideInAnyPackage(known.toArray(String[]::new))))
                .as("packages of Tulle other than " + allowed))
        .check(TULLE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.tulle.(**)").should().beFreeOfCycles().check(TULLE);
  }

  /// Controllers are functions of what they are given.
  @Test
  void controllersTouchNothing() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "cli.local.controller")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.nio.file..", "java.util.concurrent..", "org.slf4j..")
                .or(resideInAPackage("dev.tulle.server.."))
                .as("what touches the outside"))
        .check(TULLE);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "cli.local.controller")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .check(TULLE);
  }

  @Test
  void everyPackageIsKnownHere() {
    var packages =
        Stream.of("server", "cli")
            .flatMap(module -> TULLE.getPackage(ROOT + module).getSubpackagesInTree().stream())
            .filter(each -> !each.getClasses().isEmpty())
            .map(JavaPackage::getName)
            .map(name -> name.substring(ROOT.length()));
    assertThat(packages).isNotEmpty().isSubsetOf(MAY_USE.keySet());
  }
}
