package dev.tulle.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Directories of pods' proxies: short enough for a Unix socket in each, and each its own.
class InstanceTest {

  private static final int LONGEST_SOCKET = 107;
  private static final Instance INSTANCE =
      Instance.ofRun(Path.of("/folder"), Path.of("/run/tulle/examples-0123abcd"));

  @Test
  void aDirectoryIsCalledAsItsPod() {
    assertThat(INSTANCE.podProxy(pod("shop", "front-7c9f-x2x4z")))
        .isEqualTo(INSTANCE.podProxies().resolve("shop_front-7c9f-x2x4z"));
  }

  @Test
  void aLongNameIsCutAndStaysItsOwn() {
    var one = socket("front-".repeat(30) + "a");
    var other = socket("front-".repeat(30) + "b");
    assertThat(one.toString()).hasSize(LONGEST_SOCKET);
    assertThat(other.toString()).hasSize(LONGEST_SOCKET);
    assertThat(one).isNotEqualTo(other);
  }

  private static Path socket(String name) {
    return INSTANCE.podProxy(pod("shop", name)).resolve("admin.sock");
  }

  private static ObjectName pod(String namespace, String name) {
    return new ObjectName("Pod", namespace, name);
  }
}
