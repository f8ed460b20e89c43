package dev.tulle.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random histories of several proxies of one scope, which refuse the same. In the end all have the
/// same, and one that is started then is ready without refusing anything that there is an earlier
/// content for.
final class ScopeHistoryTest {

  private static final int STEPS = 120;
  private static final int PROXIES = 3;
  private static final int MANY = 10_000;
  private static final int CHUNK = 1 << 20;

  private final Universe universe = new Universe();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyHistoryEndsWell(boolean restarts) {
    var histories = Integer.getInteger("tulle.histories", 1_000);
    var base = Long.getLong("tulle.seed", new Random().nextLong());
    for (var i = 0; i < histories; i++) {
      try {
        new History(base + i, restarts, line -> {}).run();
      } catch (AssertionError | RuntimeException e) {
        var lines = new ArrayList<String>();
        assertThat(retold(base + i, restarts, lines::add))
            .as("failed with -Dtulle.seed=%d: %s\n%s", base + i, e, String.join("\n", lines))
            .isTrue();
        throw new AssertionError("failed once with -Dtulle.seed=" + (base + i), e);
      }
    }
  }

  private boolean retold(long seed, boolean restarts, Consumer<String> tell) {
    try {
      new History(seed, restarts, tell).run();
      return true;
    } catch (AssertionError | RuntimeException e) {
      return false;
    }
  }

  private final class History {

    private record Member(ModelEnvoy envoy, ModelProxy proxy, ModelStream stream) {}

    private final Random random;
    private final boolean restarts;
    private final Consumer<String> tell;
    private final Set<Resource> bad;
    private final Feed feed = new Feed(new Encodings());
    private final List<Member> members = new ArrayList<>();
    private Resources world = Resources.empty();
    private long sequence;
    private int started;

    History(long seed, boolean restarts, Consumer<String> tell) {
      this.random = new Random(seed);
      this.restarts = restarts;
      this.tell = tell;
      this.bad = universe.some(random, resource -> true);
      publish();
      for (var i = 0; i < PROXIES; i++) {
        members.add(start());
      }
    }

    private Member start() {
      var envoy = new ModelEnvoy(universe, bad);
      var proxy = new DeltaProxy(envoy);
      var stream = new ModelStream(feed, proxy, "p" + started++ + "-", tell);
      stream.connect(CHUNK);
      return new Member(envoy, proxy, stream);
    }

    private void publish() {
      world = universe.next(world, random);
      tell.accept("published " + ++sequence);
      feed.publish(sequence, world);
      members.forEach(member -> member.stream().look());
    }

    void run() {
      for (var step = 0; step < STEPS; step++) {
        step(random.nextInt(20), random.nextInt(PROXIES));
      }
      rest();
      members.forEach(member -> converged(member, member.envoy()));
      var newcomer = start();
      members.add(newcomer);
      rest();
      converged(newcomer, members.getFirst().envoy());
    }

    private void step(int dice, int which) {
      var stream = members.get(which).stream();
      if (dice < 2) {
        publish();
      } else if (dice < 8) {
        stream.deliverRequest();
      } else if (dice < 14) {
        stream.send();
      } else if (dice < 19) {
        stream.deliverResponse();
      } else if (restarts && random.nextInt(3) == 0) {
        stream.leave();
        members.set(which, start());
      }
    }

    private void rest() {
      for (var rounds = 0; !quiet(); rounds++) {
        assertThat(rounds).as("comes to rest").isLessThan(MANY);
      }
    }

    private boolean quiet() {
      var quiet = true;
      for (var member : members) {
        quiet &= member.stream().quiet() && !member.proxy().timeOut();
      }
      return quiet;
    }

    private void converged(Member member, ModelEnvoy other) {
      assertThat(member.stream().conversation().settled()).isEqualTo(sequence);
      for (var type : ResourceType.values()) {
        for (var has : member.envoy().has(type).values()) {
          assertThat(member.envoy().refuses(has)).as("%s is in force", has).isFalse();
        }
        world.of(type).forEach((name, now) -> converged(member, other, now));
      }
    }

    /// What is good is in force; of what is bad, all that had an earlier content have the same.
    private void converged(Member member, ModelEnvoy other, Resource now) {
      var has = member.envoy().has(now.type()).get(now.name());
      var wanted =
          now.type().hasWildcard() || member.envoy().wanted(now.type()).contains(now.name());
      if (!bad.contains(now)) {
        assertThat(has).as("%s %s", now.type(), now.name()).isEqualTo(wanted ? now : null);
        return;
      }
      if (wanted) {
        assertThat(member.stream().conversation().refusals())
            .as("the status knows of it")
            .anyMatch(refused -> refused.content().version().equals(now.version()));
      }
      if (has != null && other.has(now.type()).containsKey(now.name())) {
        assertThat(has).isEqualTo(other.has(now.type()).get(now.name()));
      }
    }
  }
}
