package dev.tulle.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FirstSeenTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void anIngressKeepsItsTimeAndOneThatComesLaterIsYounger() {
    var seen = new FirstSeen(Map.of());
    var remembered = seen.stamp(ingresses("old"), NOON);

    var later = ingresses("a-newcomer", "old");
    new FirstSeen(remembered).stamp(later, NOON.plusMillis(1));

    assertThat(later.values())
        .extracting(it -> it.getMetadata().getCreationTimestamp())
        .containsExactly("2026-01-01T12:00:00.001000Z", "2026-01-01T12:00:00.000000Z");
  }

  @Test
  void oneThatWentAndCameBackIsNew() {
    var seen = new FirstSeen(Map.of());
    seen.stamp(ingresses("web"), NOON);
    seen.stamp(ingresses(), NOON);

    assertThat(seen.stamp(ingresses("web"), NOON.plusSeconds(1)))
        .containsEntry("Ingress default/web", "2026-01-01T12:00:01.000000Z");
  }

  private static Map<ObjectName, HasMetadata> ingresses(String... names) {
    var objects = new TreeMap<ObjectName, HasMetadata>();
    for (var name : names) {
      objects.put(
          new ObjectName("Ingress", "default", name),
          new IngressBuilder().withNewMetadata().withName(name).endMetadata().build());
    }
    return objects;
  }
}
