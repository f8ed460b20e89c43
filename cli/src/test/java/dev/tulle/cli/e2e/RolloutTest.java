package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/// Changes of a Deployment under load cost no request.
@EndToEnd
class RolloutTest {

  @Test
  void aRollingUpdateCostsNoRequest() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.serve(3);
      var before = Set.copyOf(Belongings.programs(tulle, "python").keySet());
      try (var load = tulle.load()) {
        load.more(300);
        folder.edit("my-app.yaml", it -> it.replace("hello from", "hello again from"));
        tulle.await("an answer of the new version", () -> anyNew(load));
        tulle.awaitReplicas(3);
        load.bodies().clear();
        load.more(600);
        assertThat(load.bodies().keySet())
            .filteredOn(it -> it.startsWith("hello again"))
            .hasSize(3);
        load.endsWithoutFailure();
      }
      assertThat(Belongings.programs(tulle, "python").keySet())
          .hasSize(3)
          .doesNotContainAnyElementsOf(before);
    }
  }

  @Test
  void scalingToOneAndBackCostsNoRequest() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      folder.edit("my-app.yaml", it -> it.replace("replicas: 3", "replicas: 1"));
      tulle.serve(1);
      try (var load = tulle.load()) {
        load.more(300);
        for (int replicas : new int[] {3, 1, 3}) {
          folder.edit(
              "my-app.yaml", it -> it.replaceFirst("replicas: \\d", "replicas: " + replicas));
          tulle.awaitReplicas(replicas);
          load.more(300);
        }
        load.endsWithoutFailure();
        assertThat(load.bodies()).hasSizeGreaterThan(3);
      }
    }
  }

  private static boolean anyNew(Load load) {
    return load.bodies().keySet().stream().anyMatch(it -> it.startsWith("hello again"));
  }
}
