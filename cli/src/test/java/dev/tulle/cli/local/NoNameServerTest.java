package dev.tulle.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.net.LocalHost;
import dev.tulle.cli.local.net.Network;
import dev.tulle.core.manifest.FileFinding;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("netns")
final class NoNameServerTest {

  @Test
  void whatHoldsThePortIsToldAndTheRestGoesOn(@TempDir Path root) throws Exception {
    var lacks = LocalHost.check();
    assumeTrue(lacks.isEmpty(), () -> "pods cannot run here: " + String.join(" ", lacks));
    var key = "%08x".formatted(new SecureRandom().nextInt());
    var instance =
        new Instance(root, "test-" + key, root.resolve("run"), root.resolve("state/" + key));
    var network = Network.open(instance);
    try (var _ = new ServerSocket(53, 1, InetAddress.getByName(network.gateway()));
        var services = new ServiceNetwork(instance, network, () -> {})) {
      services.start(List.of());
      assertThat(services.awaitApplied(Duration.ofSeconds(10))).isTrue();
      assertThat(services.problems())
          .extracting(FileFinding::reason)
          .containsExactly("NoNameServer");
      assertThat(services.problems().getFirst().render())
          .contains("pods cannot look up Services by name", network.gateway() + " port 53");
      var pod = new PodBuilder().withNewMetadata().withNamespace("a").endMetadata();
      assertThat(services.resolvConf(pod.withNewSpec().endSpec().build())).isEmpty();
    } finally {
      network.close();
    }
  }
}
