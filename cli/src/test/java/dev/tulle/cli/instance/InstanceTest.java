package dev.tulle.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Directories of pods' proxies: short enough for a Unix socket in each, and each its own.
class InstanceTest {

  private static final Instance INSTANCE =
      Instance.ofRun(Path.of("/folder"), Path.of("/run/tulle/examples-0123abcd"));

  @Test
  void aDirectoryIsCalledAsItsPod() {
    assertThat(INSTANCE.podProxy(pod("shop", "front-7c9f-x2x4z")))
        .isEqualTo(INSTANCE.podProxies().resolve("shop_front-7c9f-x2x4z"));
  }

  @Test
  void aLongNameIsCutAndStaysItsOwn() {
    var one = socket(INSTANCE, "front-".repeat(30) + "a");
    var other = socket(INSTANCE, "front-".repeat(30) + "b");
    assertThat(one).isNotEqualTo(other);
    assertThat(one.toString()).hasSameSizeAs(other.toString());
  }

  @Test
  void theSocketOfTheLongestNameCanBeReached(@TempDir Path run) throws IOException {
    var path = socket(Instance.ofRun(run, run.resolve("a-0123abcd")), "front-".repeat(30));
    Files.createDirectories(path.getParent());
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      try (var client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
        assertThat(client.isConnected()).isTrue();
      }
    }
  }

  private static Path socket(Instance instance, String name) {
    return instance.podProxy(pod("shop", name)).resolve("admin.sock");
  }

  private static ObjectName pod(String namespace, String name) {
    return new ObjectName("Pod", namespace, name);
  }
}
