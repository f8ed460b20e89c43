package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        .isEqualTo(JsonMapper.shared().readValue(json, Object.class));
  }

  @Test
  void aProxyThatThereIsNotIsUsage() {
    var ran = Ran.of("translate", folder.toString(), "--proxy", "egress");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("egress").contains("ingress");
  }
}
