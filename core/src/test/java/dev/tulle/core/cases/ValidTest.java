package dev.tulle.core.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.xds.Bootstrap;
import dev.tulle.core.xds.BootstrapSettings;
import dev.tulle.core.xds.Printer;
import dev.tulle.core.xds.SdsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The law *valid*: a real Envoy accepts what every case compiles to.
final class ValidTest {

  @Test
  void everyCaseIsAccepted() throws IOException, InterruptedException {
    var envoy = RealEnvoy.find();
    assumeTrue(envoy.isPresent(), RealEnvoy.ABSENT);
    var all = new StaticConfiguration();
    Case.all().forEach(each -> add(all, each));
    if (envoy.get().refusal(all.json()).isEmpty()) {
      return;
    }
    var refused = new ArrayList<String>();
    for (var each : Case.all()) {
      var alone = new StaticConfiguration();
      add(alone, each);
      var refusal = envoy.get().refusal(alone.json());
      if (!refusal.isEmpty()) {
        refused.add(each + ": " + refusal);
      }
    }
    assertThat(refused).as("all together are refused").isNotEmpty();
    assertThat(String.join("\n", refused)).isEmpty();
  }

  private static void add(StaticConfiguration to, Case each) {
    // what gRPC clients are sent is not for Envoy
    Outcome.of(Objects.read(each.input())).scopes().entrySet().stream()
        .filter(scope -> !scope.getKey().startsWith("grpc"))
        .forEach(scope -> to.add(scope.getValue()));
  }

  @Test
  void bootstrapIsAccepted(@TempDir Path folder) throws IOException, InterruptedException {
    var envoy = RealEnvoy.find();
    assumeTrue(envoy.isPresent(), RealEnvoy.ABSENT);
    var settings =
        new BootstrapSettings(
            "ingress-gateway",
            "hello",
            folder + "/xds.sock",
            folder + "/admin.sock",
            folder + "/certificates",
            new SpiffeId("cluster.local", "tulle-system", "tulle"),
            1L << 30);
    Files.createDirectory(folder.resolve("certificates"));
    for (var file : SdsFiles.of(settings).entrySet()) {
      Files.writeString(Path.of(file.getKey()), file.getValue());
    }
    assertThat(envoy.get().refusal(Printer.json(Bootstrap.of(settings)))).isEmpty();
  }
}
