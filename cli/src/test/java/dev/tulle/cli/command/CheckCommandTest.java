package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class CheckCommandTest {

  @TempDir Path folder;

  @Test
  void aFolderWithoutFindingsIsFine() throws IOException {
    write(Samples.SERVICE_BEHIND_AN_INGRESS);

    var ran = Ran.of("check", folder.toString());

    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("3 objects, 0 errors, 0 warnings\n");
    assertThat(ran.code()).isZero();
  }

  /// One finding of the files and one of the compiler, each with its place and cure.
  @Test
  void findingsOfAllStagesComeInTheOrderOfTheFile() throws IOException {
    write(
        Samples.SERVICE_BEHIND_AN_INGRESS
            .replace("port: 80\n", "port: eighty\n")
            .replace("name: web, port:", "name: wep, port:"));

    var ran = Ran.of("check", folder.toString());

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out().lines().filter(line -> line.startsWith(folder.toString())))
        .satisfiesExactly(
            line -> assertThat(line).contains("a.yaml:7: error: ").contains("eighty"),
            line -> assertThat(line).contains("a.yaml:22: error: ").contains("default/wep"));
    assertThat(ran.out().lines().filter(line -> line.startsWith("  "))).hasSize(2);
  }

  @Test
  void programsGetThemAsJson() throws IOException {
    write(Samples.SERVICE_BEHIND_AN_INGRESS.replace("app: web}\n  ports", "app: other}\n  ports"));

    var ran = Ran.of("check", folder.toString(), "-o", "json");

    var json = JsonMapper.shared().readTree(ran.out());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(json.at("/schema").asString()).isEqualTo("tulle.dev/findings/v1");
    assertThat(json.at("/findings/0/reason").asString()).isEqualTo("NoPodsSelected");
    assertThat(json.at("/findings/0/severity").asString()).isEqualTo("warning");
    assertThat(json.at("/findings/0/line").asInt()).isEqualTo(5);
  }

  @Test
  void parametersOfAGatewayAreTakenAndToldToHaveNoEffectHere() throws IOException {
    write(
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: edge}
        spec:
          gatewayClassName: tulle
          infrastructure:
            parametersRef: {group: tulle.dev, kind: GatewayParameters, name: small}
          listeners: [{name: http, port: 80, protocol: HTTP}]
        ---
        apiVersion: tulle.dev/v1alpha1
        kind: GatewayParameters
        metadata: {name: small}
        spec:
          replicas: 3
          node: {selector: {kubernetes.io/os: linux}}
        """);

    var ran = Ran.of("check", folder.toString());

    assertThat(ran.out().lines())
        .containsExactly(
            folder
                + "/a.yaml:13: warning: GatewayParameters default/small says how a cluster runs"
                + " proxies (replicas, node); here a Gateway is one Envoy of this machine.",
            "  Nothing has to be done: it has its effect in a cluster.");
  }

  @Test
  void aFolderThatIsNotThereIsUsage() {
    var ran = Ran.of("check", folder.resolve("nothing").toString());

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("does not exist");
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), text);
  }
}
