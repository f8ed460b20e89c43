package dev.tulle.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.Snapshots;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTablesTest {

  private static final java.time.Instant NOW = Snapshots.START.plusSeconds(750);

  @Test
  void tablesHaveWhatMatters() {
    var lines = StatusTables.lines(Snapshots.hello(2), NOW, false);

    assertThat(lines)
        .contains(
            "WORKLOAD           NAMESPACE  READY  RESTARTS  WHY",
            "deployment/my-app  default    2/3    0         2 of 3 ready; my-app-2: probe: connection refused",
            "SERVICE     NAMESPACE  ADDRESS     PORTS   ENDPOINTS READY",
            "my-service  default    10.96.0.12  80/TCP  2/2",
            "Last change: my-service.yaml, 12m21s ago, in force after 34 ms.");
    assertThat(lines).noneMatch(line -> line.startsWith("POD")).last().asString().contains("Add");
  }

  @Test
  void wideTablesHavePodsAndAllConditions() {
    var lines = StatusTables.lines(Snapshots.hello(3), NOW, true);

    assertThat(lines)
        .anyMatch(line -> line.startsWith("my-app-0  default    yes    Running"))
        .anyMatch(line -> line.contains("my-ingress.yaml:1") && line.contains("Programmed=True"));
  }

  @Test
  void withoutAControlPlaneItSaysThatTheRestGoesOn() {
    assertThat(StatusTables.lines(Snapshots.hello(3).stopped(), NOW, false))
        .contains(
            "The control plane is not running; pods and proxies go on as they are.",
            "Next: `tulle up` takes them over, `tulle down` removes them.")
        .contains("my-service  default    10.96.0.12  80/TCP  3/3");
  }

  @Test
  void namesAreFitForOtherCommands() {
    assertThat(StatusTables.names(Snapshots.hello(3))).isEqualTo(List.of("ingress/my-ingress"));
  }

  @ParameterizedTest
  @CsvSource({
    "5,5s",
    "119,119s",
    "120,2m",
    "750,12m30s",
    "7200,2h0m",
    "90061,25h1m",
    "200000,2d7h"
  })
  void agesAreWrittenAsKubectlDoes(long seconds, String text) {
    assertThat(StatusTables.age(Duration.ofSeconds(seconds))).isEqualTo(text);
  }
}
