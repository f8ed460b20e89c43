package dev.tulle.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.compile.Settings;
import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.ingress.IngressGateway;
import dev.tulle.core.name.ObjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {

  private static final Settings SETTINGS =
      new Settings(
          "cluster.local",
          "cluster.local",
          new IngressGateway(
              new ObjectName("IngressClass", "", "tulle"), List.of("127.0.0.1"), 8080, 8443),
          GatewaySettings.standard());

  @TempDir Path folder;

  /// Pods of a StatefulSet are created one by one, each once the one before is ready.
  @Test
  void allReplicasOfAllWorkloadsAreThereAndReady() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), workload("Deployment", "") + exposed());
    Files.writeString(folder.resolve("b.yaml"), workload("StatefulSet", "  serviceName: web\n"));

    var rehearsal = Rehearsal.of(folder, "x", SETTINGS);

    assertThat(rehearsal.findings()).isEmpty();
    assertThat(rehearsal.compilation().mesh().endpoints().values())
        .singleElement()
        .satisfies(endpoints -> assertThat(endpoints).hasSize(6));
  }

  @Test
  void theSameFolderGivesTheSameMesh() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), workload("Deployment", "") + exposed());

    assertThat(Rehearsal.of(folder, "x", SETTINGS).compilation().mesh())
        .isEqualTo(Rehearsal.of(folder, "x", SETTINGS).compilation().mesh());
  }

  private static String workload(String kind, String extra) {
    return """
        apiVersion: apps/v1
        kind: %s
        metadata: {name: web}
        spec:
          replicas: 3
        %s  selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: web
                command: [web]
        """
        .formatted(kind, extra);
  }

  private static String exposed() {
    return """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports:
          - port: 80
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """;
  }
}
