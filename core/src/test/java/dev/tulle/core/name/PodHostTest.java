package dev.tulle.core.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PodHostTest {

  private static final String DOMAIN = "cluster.local";

  @ParameterizedTest
  @CsvSource({"my-app-cjj2fdf2dc-vs85w,default", "db-0,data", "a.b.c,x", "0,1"})
  void aPodIsReadBack(String name, String namespace) {
    var pod = new ObjectName("Pod", namespace, name);
    assertThat(PodHost.read(PodHost.of(pod, DOMAIN), DOMAIN)).contains(pod);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cluster.local",
        ".pod.cluster.local",
        "default.pod.cluster.local",
        ".default.pod.cluster.local",
        "a..pod.cluster.local",
        "a..default.pod.cluster.local",
        "*.default.pod.cluster.local",
        "A.default.pod.cluster.local",
        "a.Default.pod.cluster.local",
        "a.default.pod.cluster.local.",
        "a.default.pod.elsewhere",
        "a.default.svc.cluster.local",
        "a.default.pod.cluster.local.example.com",
        "-a.default.pod.cluster.local",
        "a-.default.pod.cluster.local",
        "a/b.default.pod.cluster.local",
        "a.default\u0000.pod.cluster.local"
      })
  void anythingElseIsNoPod(String host) {
    assertThat(PodHost.read(host, DOMAIN)).isEmpty();
  }

  @Test
  void aNameWithoutEndIsNoPod() {
    assertThat(PodHost.read("a.".repeat(500_000) + "b.pod.cluster.local", DOMAIN)).isEmpty();
  }

  /// Whatever is read is the one pod that has this name.
  @Test
  void noTwoNamesAreOnePod() {
    var seed = Long.getLong("tulle.seed", new Random().nextLong());
    var random = new Random(seed);
    var letters = "ab0-.*/A .\u00e9\n";
    for (var round = 0; round < 100_000; round++) {
      var text = new StringBuilder();
      for (var i = random.nextInt(9); i >= 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      var host = text + ".pod." + DOMAIN;
      var pod = PodHost.read(host, DOMAIN);
      assertThat(pod.map(each -> PodHost.of(each, DOMAIN)).orElse(host))
          .as("-Dtulle.seed=%d", seed)
          .isEqualTo(host);
      assertThat(pod.map(ObjectName::namespace).orElse("")).doesNotContain(".");
    }
  }
}
