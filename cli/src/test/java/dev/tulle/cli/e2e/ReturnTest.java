package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// `kill -9` of `up` and its return cost no request, and change nothing in pods and Envoy.
@EndToEnd
class ReturnTest {

  private static final int TIMES = 4;

  /// What would move if a listener or cluster were changed, or a route table sent again.
  private static final String MOVES =
      "listener_manager\\.(listener_(added|modified|removed|stopped|in_place_updated)|total_.*)"
          + "|cluster_manager\\.(cluster_(added|modified|removed|updated.*)|active_clusters)"
          + "|.*\\.rds\\..*\\.config_reload"
          + "|cluster\\.service.*\\.(update_success|membership_(change|total|healthy))"
          + "|.*\\.downstream_cx_drain_close";

  @Test
  void aKilledControlPlaneComesBackUnnoticed() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.serve(3);
      var pods = Belongings.programs(tulle, "python");
      long envoy = tulle.envoyPid();
      var before = tulle.envoy().stats(MOVES);
      assertThat(before).containsEntry("listener_manager.listener_added", 1L);
      try (var load = tulle.load()) {
        for (int i = 0; i < TIMES; i++) {
          load.more(150);
          tulle.kill();
          load.more(150);
          tulle.up();
          tulle.awaitReplicas(3);
          tulle.awaitStatus("the Envoys' return", it -> it.proxies().size() == 4);
        }
        load.more(300);
        load.endsWithoutFailure();
      }
      assertThat(tulle.envoy().stats(MOVES)).isEqualTo(before);
      assertThat(Belongings.programs(tulle, "python")).isEqualTo(pods);
      assertThat(tulle.envoyPid()).isEqualTo(envoy);
    }
  }

  @Test
  void whatWasSavedMeanwhileIsInForceAfterTheReturn() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.serve(3);
      try (var load = tulle.load()) {
        load.more(150);
        tulle.kill();
        folder.edit("my-ingress.yaml", it -> it + Yaml.another("second.example.com"));
        folder.edit("my-app.yaml", it -> it.replace("replicas: 3", "replicas: 2"));
        tulle.up();
        tulle.awaitAnswer("second.example.com");
        tulle.awaitReplicas(2);
        load.endsWithoutFailure();
      }
    }
  }

  @Test
  void aFileThatIsBrokenKeepsItsLastGoodVersionOverTheReturn() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.serve(3);
      var said = tulle.warnings();
      try (var load = tulle.load()) {
        load.more(150);
        folder.edit("my-service.yaml", it -> it.replace("spec:", "spec: ["));
        tulle.awaitStatus("a warning", it -> it.warnings().size() == said.size() + 1);
        var broken = tulle.warnings();
        tulle.kill();
        tulle.up();
        tulle.awaitReplicas(3);
        load.more(150);
        assertThat(tulle.warnings()).isEqualTo(broken);
        folder.edit("my-service.yaml", it -> it.replace("spec: [", "spec:"));
        tulle.awaitStatus("no warning", it -> it.warnings().equals(said));
        load.endsWithoutFailure();
      }
    }
  }
}
