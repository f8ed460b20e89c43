package dev.tulle.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The table of packages in ARCHITECTURE.md, as far as it is about this module: who may use whom,
/// and that nothing here touches the outside.
final class ArchitectureTest {

  private static final String ROOT = "dev.tulle.core.";

  /// By package, the packages of this module that it may use.
  private static final Map<String, List<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("name", List.of()),
              Map.entry("memo", List.of()),
              Map.entry("crd", List.of()),
              Map.entry("ir", List.of("name", "crd")),
              Map.entry("status", List.of("name")),
              Map.entry("world", List.of("name", "crd")),
              Map.entry("certificate", List.of("name", "world", "ir", "status")),
              Map.entry("dns", List.of("name", "world", "ir", "status")),
              Map.entry("cel", List.of()),
              Map.entry("manifest", List.of("name", "crd", "status", "world", "discovery", "cel")),
              Map.entry("discovery", List.of("name", "world", "ir", "status")),
              Map.entry("ingress", List.of("name", "world", "ir", "status", "memo", "certificate")),
              Map.entry(
                  "gateway",
                  List.of("name", "crd", "world", "ir", "status", "memo", "certificate")),
              Map.entry(
                  "compile",
                  List.of(
                      "name",
                      "crd",
                      "world",
                      "ir",
                      "status",
                      "memo",
                      "certificate",
                      "discovery",
                      "ingress",
                      "gateway")),
              Map.entry("xds", List.of("name", "ir", "memo"))));

  /// Addresses as values, which look nothing up, and a map.
  private static final DescribedPredicate<JavaClass> HARMLESS =
      type(InetAddress.class)
          .or(type(Inet4Address.class))
          .or(type(Inet6Address.class))
          .or(type(ConcurrentHashMap.class));

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tulle.core");

  @TestFactory
  Stream<DynamicTest> packagesUseWhatTheyMay() {
    return MAY_USE.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> usesOnly(entry.getKey(), entry.getValue())));
  }

  private static void usesOnly(String name, List<String> allowed) {
    DescribedPredicate<JavaClass> others =
        resideInAPackage("dev.tulle.core..")
            .and(DescribedPredicate.not(resideInAPackage(ROOT + name)));
    for (var each : allowed) {
      others = others.and(DescribedPredicate.not(resideInAPackage(ROOT + each)));
    }
    noClasses()
        .that()
        .resideInAPackage(ROOT + name)
        .should()
        .dependOnClassesThat(others.as("packages of core other than " + allowed))
        .check(CORE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CORE);
  }

  /// The compiler and the renderer are functions: no files, sockets, threads, clocks, dice or logs.
  @Test
  void nothingTouchesTheOutside() {
    noClasses()
        .that()
        .resideInAnyPackage(
            MAY_USE.keySet().stream().map(name -> ROOT + name).toArray(String[]::new))
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.nio.file..")
                .or(resideInAPackage("java.net..").and(DescribedPredicate.not(HARMLESS)))
                .or(
                    resideInAPackage("java.util.concurrent..")
                        .and(DescribedPredicate.not(HARMLESS)))
                .or(resideInAPackage("java.util.logging.."))
                .or(resideInAPackage("java.util.random.."))
                .or(resideInAPackage("org.slf4j.."))
                .or(resideInAPackage("io.grpc.."))
                .or(resideInAPackage("io.fabric8.kubernetes.client.."))
                .or(type(java.io.File.class))
                .or(type(java.io.FileInputStream.class))
                .or(type(java.util.Random.class))
                .or(type(java.security.SecureRandom.class))
                .or(type(java.time.Clock.class))
                .or(type(Thread.class)))
        .check(CORE);
    noClasses().should().callMethod(InetAddress.class, "getByName", String.class).check(CORE);
    noClasses().should().callMethod(InetAddress.class, "getAllByName", String.class).check(CORE);
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(CORE);
    noClasses().should().callMethod(System.class, "nanoTime").check(CORE);
    noClasses().should().callMethod(System.class, "getenv", String.class).check(CORE);
    noClasses().should().callMethod(java.time.Instant.class, "now").check(CORE);
  }

  @Test
  void everyPackageIsKnownHere() {
    var packages =
        CORE.stream()
            .map(each -> each.getPackageName().substring(ROOT.length()))
            .distinct()
            .filter(name -> !MAY_USE.containsKey(name))
            .toList();
    assertThat(packages).isEmpty();
  }
}
