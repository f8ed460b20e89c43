package dev.tulle.server.status;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.world.World;
import dev.tulle.server.loop.Published;
import dev.tulle.server.stream.ProxyState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What is in force, and what the proxies say of it.
public record Judged(Published published, Programmed programmed) {

  public static Judged of(Published published, List<ProxyState> proxies) {
    return new Judged(
        published, new Programmed(Programmed.rendered(published), published.sequence(), proxies));
  }

  /// The generation of the version that was compiled; 0 of an object that has none.
  long generation(ObjectName name) {
    return world().get(name).map(Judged::generation).orElse(0L);
  }

  private World world() {
    return published.world();
  }

  private static long generation(Object object) {
    return object instanceof HasMetadata has && has.getMetadata().getGeneration() != null
        ? has.getMetadata().getGeneration()
        : 0;
  }

  /// Once true of a generation it stays so while proxies take what else has changed: only a refusal
  /// takes it back.
  Optional<Condition> programmed(ObjectName name, JsonNode observed) {
    var condition = programmed.of(name);
    if (condition.isEmpty() || condition.get().status() != Truth.UNKNOWN) {
      return condition;
    }
    boolean wasTrue =
        ConditionList.find(observed.path("conditions"), "Programmed")
            .filter(each -> each.path("status").asString("").equals("True"))
            .filter(each -> each.path("observedGeneration").asLong(-1) == generation(name))
            .isPresent();
    return wasTrue
        ? Optional.of(new Condition("Programmed", Truth.TRUE, "Programmed", ""))
        : condition;
  }
}
