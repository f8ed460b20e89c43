package dev.tulle.cli.local.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.api.Test;

final class UnusedFieldsTest {

  private final ObjectName owner = new ObjectName("Deployment", "default", "app");

  @Test
  void eachIsNamedWhereItStands() {
    var container =
        PodBed.container("main", "sh")
            .addNewVolumeMount()
            .withName("v")
            .endVolumeMount()
            .withNewResources()
            .addToLimits("cpu", new Quantity("1"))
            .endResources()
            .addNewEnv()
            .withName("A")
            .withValue("b")
            .endEnv()
            .addNewEnv()
            .withName("CPU")
            .withNewValueFrom()
            .withNewResourceFieldRef()
            .withResource("limits.cpu")
            .endResourceFieldRef()
            .endValueFrom()
            .endEnv();
    var spec =
        PodBed.pod("p", container).editSpec().addNewVolume().withName("v").endVolume().endSpec();
    assertThat(UnusedFields.of(owner, spec.build().getSpec(), "spec.template.spec"))
        .extracting(Finding::path)
        .containsExactly(
            "spec.template.spec.volumes",
            "spec.template.spec.containers[0].volumeMounts",
            "spec.template.spec.containers[0].resources",
            "spec.template.spec.containers[0].env[1].valueFrom.resourceFieldRef");
  }

  @Test
  void anOrdinaryPodHasNone() {
    var spec = PodBed.pod("p", PodBed.container("main", "sh")).build().getSpec();
    assertThat(UnusedFields.of(owner, spec, "spec")).isEmpty();
  }
}
