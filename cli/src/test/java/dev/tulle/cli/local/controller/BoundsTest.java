package dev.tulle.cli.local.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {

  @ParameterizedTest
  @CsvSource({
    "3, 25%, 25%, 1, 0", // Kubernetes' default: surge is rounded up, unavailable down
    "4, 25%, 25%, 1, 1",
    "10, 25%, 25%, 3, 2",
    "10, 0, 0, 0, 1", // both zero could not begin
    "1, 0%, 50%, 0, 1",
    "2, 0, 5, 0, 2",
    "0, 1, 1, 1, 0",
    "5, 100%, 100%, 5, 5",
    "5, 2, 0, 2, 0",
    "5, 1x%, -3, 0, 1", // what no schema lets through
  })
  void roundsAsKubernetesDoes(int replicas, String surge, String down, int most, int missing) {
    var deployment = Given.rolling(Given.deployment("web", replicas, "v1"), "0", "0");
    var rolling = deployment.getSpec().getStrategy().getRollingUpdate();
    rolling.setMaxSurge(Given.anyIntOrString(surge));
    rolling.setMaxUnavailable(Given.anyIntOrString(down));

    assertThat(Bounds.of(deployment.getSpec())).isEqualTo(new Bounds(replicas, most, missing));
  }

  @Test
  void defaultsAreOneReplicaAndAQuarter() {
    assertThat(Bounds.of(new DeploymentSpec())).isEqualTo(new Bounds(1, 1, 0));
  }
}
