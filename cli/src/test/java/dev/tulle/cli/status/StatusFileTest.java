package dev.tulle.cli.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class StatusFileTest {

  @TempDir Path run;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    var file = StatusFile.in(run);
    var snapshot = current(Snapshots.hello(3));

    file.write(snapshot);

    assertThat(file.read()).contains(snapshot);
  }

  @Test
  void nothingIsReadWhereNothingWasWritten() throws IOException {
    assertThat(StatusFile.in(run).read()).isEmpty();
  }

  /// The pid is alive, but the process is younger than the snapshot: it is another one.
  @Test
  void aSnapshotOfAProcessThatIsGoneIsStopped() throws IOException {
    var file = StatusFile.in(run);
    file.write(withSince(Snapshots.hello(3), "2001-01-01T00:00:00Z"));

    var read = file.read().orElseThrow();

    assertThat(read.controlPlane().state()).isEqualTo(StatusSnapshot.State.STOPPED);
    assertThat(read.pods()).isEqualTo(Snapshots.hello(3).pods());
  }

  @Test
  void anotherSchemaIsNotGuessedAt() throws IOException {
    Files.writeString(run.resolve("status.json"), "{\"schema\":\"tulle.dev/status/v9\"}");

    assertThatThrownBy(() -> StatusFile.in(run).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("v9");
  }

  @Test
  void aBrokenFileIsNamed() throws IOException {
    Files.writeString(run.resolve("status.json"), "{\"schema\":");

    assertThatThrownBy(() -> StatusFile.in(run).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("status.json");
  }

  @Test
  void theSchemaIsWhatProgramsRelyOn() {
    var json = JsonMapper.shared().readTree(StatusFile.json(Snapshots.hello(2)));

    assertThat(json.at("/schema").asString()).isEqualTo("tulle.dev/status/v1");
    assertThat(json.at("/controlPlane/since").asString()).isEqualTo("2026-11-23T16:00:00Z");
    assertThat(json.at("/controlPlane/state").asString()).isEqualTo("RUNNING");
    assertThat(json.at("/controlPlane/lastChange/millisToAck").asInt()).isEqualTo(34);
    assertThat(json.at("/gateways/0/addresses/0").asString()).isEqualTo("http://127.0.0.1:8080");
    assertThat(json.at("/workloads/0/ready").asInt()).isEqualTo(2);
    assertThat(json.at("/services/0/ports/0").asString()).isEqualTo("80/TCP");
    assertThat(json.at("/objects/0/conditions/0/reason").asString()).isEqualTo("Programmed");
    assertThat(json.at("/proxies/0/resources/cluster").asInt()).isEqualTo(3);
    assertThat(json.at("/warnings/0/line").asInt()).isEqualTo(10);
  }

  private static StatusSnapshot current(StatusSnapshot snapshot) {
    return withSince(snapshot, java.time.Instant.now().toString());
  }

  private static StatusSnapshot withSince(StatusSnapshot snapshot, String since) {
    var plane = snapshot.controlPlane();
    return snapshot.with(
        new StatusSnapshot.ControlPlane(
            plane.pid(),
            java.time.Instant.parse(since),
            plane.state(),
            plane.sequence(),
            plane.failures(),
            plane.lastChange()));
  }
}
