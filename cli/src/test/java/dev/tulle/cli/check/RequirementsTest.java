package dev.tulle.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.status.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequirementsTest {

  private static final String VERSION = "1.2.0";
  private static final ClusterFacts FINE =
      new ClusterFacts(
          new KubernetesVersion(1, 34),
          Optional.of(new GatewayApi("v1.6.0", "standard")),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.of(VERSION),
          List.of(),
          List.of(),
          List.of());

  @Test
  void aClusterThatHasAllLacksNothing() {
    assertThat(Requirements.unmet(FINE, VERSION)).isEmpty();
  }

  @Test
  void eachThingThatIsMissingIsTold() {
    var facts =
        new ClusterFacts(
            KubernetesVersion.of("1", "30+"),
            Optional.empty(),
            List.of("GatewayParameters"),
            List.of("nginx"),
            Optional.of("other.example/controller"),
            Optional.of("1.1.0"),
            List.of("mesh"),
            List.of(new Right("", "namespaces", ""), new Right("apps", "deployments", "here")),
            List.of("shop/front"));

    var findings = Requirements.unmet(facts, VERSION);

    assertThat(findings.stream().map(ClusterFinding::reason))
        .containsExactly(
            "KubernetesTooOld",
            "NoGatewayApi",
            "KindsMissing",
            "MayNotInstall",
            "OtherDefaultClass",
            "ClassTaken",
            "InstalledElsewhere",
            "OtherVersionInstalled",
            "NoLoadBalancer");
    assertThat(findings)
        .allSatisfy(
            finding ->
                assertThat(List.of(finding.message(), finding.why(), finding.cure()))
                    .noneMatch(String::isBlank))
        .anySatisfy(
            finding ->
                assertThat(finding.message())
                    .isEqualTo("you may not create namespaces, deployments.apps"));
  }

  @Test
  void onlyTheMinorVersionOfTheGatewayApiCounts() {
    assertThat(new GatewayApi(GatewaySettings.SUPPORTED_VERSION, "experimental").isWanted())
        .isTrue();
    assertThat(new GatewayApi("v1.60.0", "standard").isWanted()).isFalse();
    assertThat(new GatewayApi("v1.5.1", "standard").isWanted()).isFalse();
  }

  @Test
  void whatKeepsTulleFromRunningIsAnError() {
    var old =
        new ClusterFacts(
            new KubernetesVersion(1, 20),
            FINE.gatewayApi(),
            List.of(),
            List.of(),
            Optional.empty(),
            FINE.installed(),
            List.of(),
            List.of(),
            List.of());

    assertThat(Requirements.unmet(old, VERSION))
        .singleElement()
        .extracting(ClusterFinding::severity)
        .isEqualTo(Severity.ERROR);
  }
}
