package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

class TranslateCommandTest {

  @TempDir Path folder;

  @BeforeEach
  void aServiceBehindAnIngress() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), Samples.SERVICE_BEHIND_AN_INGRESS);
  }

  @Test
  void jsonHasEachTypeOfResource() {
    var ran = Ran.of("translate", folder.toString(), "-o", "json");

    var ingress = JsonMapper.shared().readTree(ran.out()).path("ingress");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ingress.propertyNames())
        .containsExactly("clusters", "endpoints", "listeners", "routes");
    assertThat(ingress.at("/clusters/0/name").asString()).isEqualTo("service/default/web/80");
  }

  @Test
  void yamlIsTheSame() {
    var yaml = Ran.of("translate", folder.toString(), "--proxy", "ingress").out();
    var json = Ran.of("translate", folder.toString(), "-o", "json").out();

    assertThat(new Load(LoadSettings.builder().build()).loadFromString(yaml))
        .isEqualTo(
            Map.of("ingress", JsonMapper.shared().readValue(json, Map.class).get("ingress")));
  }

  @Test
  void sidecarsThatAreSentTheSameStandThereOnce() throws IOException {
    Files.writeString(folder.resolve("b.yaml"), deployment("one") + deployment("two"));
    Files.writeString(folder.resolve("c.yaml"), deployment("far, namespace: shop"));

    var all =
        JsonMapper.shared().readTree(Ran.of("translate", folder.toString(), "-o", "json").out());
    assertThat(all.propertyNames())
        .containsExactlyInAnyOrder("ingress", "deploy/one, deploy/two, pod/web", "shop/deploy/far");

    var one = Ran.of("translate", folder.toString(), "-o", "json", "--proxy", "deploy/two").out();
    assertThat(JsonMapper.shared().readTree(one).path("deploy/two"))
        .isEqualTo(all.path("deploy/one, deploy/two, pod/web"));
  }

  private static String deployment(String metadata) {
    return """
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %s}
    spec:
      replicas: 2
      selector: {matchLabels: {app: other}}
      template:
        metadata: {labels: {app: other}}
        spec:
          containers: [{name: it, image: it, command: [it]}]
    """
        .formatted(metadata);
  }

  @Test
  void aProxyThatThereIsNotIsUsage() {
    var ran = Ran.of("translate", folder.toString(), "--proxy", "egress");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("egress").contains("ingress");
  }
}
