package dev.tulle.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.ArrayList;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Random histories of one stream after another: publications, requests and responses that cross
/// each other, slow readers, refusals, lost connections. Whatever happens, a proxy ends with what
/// is published, was never sent what it had or had refused, and never routed to a cluster that was
/// not there.
final class HistoryTest {

  private static final int STEPS = 40;
  private static final int MANY = 10_000;

  // -Dtulle.histories=20000 tells 400,000 of them, which takes some minutes

  private final Universe universe = new Universe();

  /// What Envoy refuses in a kind of history.
  enum Refuses {
    NOTHING,
    ROUTES,
    ANYTHING;

    boolean candidate(Resource resource) {
      return switch (this) {
        case NOTHING -> false;
        case ROUTES ->
            resource.type() == ResourceType.ROUTE || resource.type() == ResourceType.LISTENER;
        case ANYTHING -> true;
      };
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true,NOTHING,6",
    "true,ROUTES,4",
    "true,ANYTHING,4",
    "false,NOTHING,2",
    "false,ROUTES,2",
    "false,ANYTHING,2"
  })
  void everyHistoryEndsWell(boolean incremental, Refuses refuses, int share) {
    var histories = share * Integer.getInteger("tulle.histories", 1_000);
    var base = Long.getLong("tulle.seed", new Random().nextLong());
    for (var i = 0; i < histories; i++) {
      var seed = base + i;
      try {
        new History(seed, incremental, refuses).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "failed with -Dtulle.seed="
                + seed
                + ": "
                + e.getMessage()
                + retell(seed, incremental, refuses),
            e);
      }
    }
  }

  /// What happened in a history that failed, line by line.
  private String retell(long seed, boolean incremental, Refuses refuses) {
    var again = new History(seed, incremental, refuses);
    var lines = new ArrayList<String>();
    again.tell = lines::add;
    try {
      again.run();
    } catch (AssertionError | RuntimeException e) {
      return "\n" + String.join("\n", lines);
    }
    return "\nthe second time it went well";
  }

  private final class History {

    private final Random random;
    private final Refuses refuses;
    private final ModelEnvoy envoy;
    private final ModelProxy proxy;
    private final Feed feed = new Feed(new Encodings());
    private final ModelStream stream;
    private Resources world = Resources.empty();
    private long sequence = 1;
    private Consumer<String> tell = line -> {};

    History(long seed, boolean incremental, Refuses refuses) {
      this.random = new Random(seed);
      this.refuses = refuses;
      this.envoy = new ModelEnvoy(universe, universe.some(random, refuses::candidate));
      this.proxy = incremental ? new DeltaProxy(envoy) : new FullProxy(envoy);
      world = universe.next(world, random);
      feed.publish(sequence, world);
      stream = new ModelStream(feed, proxy, "s", line -> tell.accept(line));
      connect();
    }

    private void connect() {
      stream.connect(random.nextBoolean() ? 1 << 20 : 60);
    }

    void run() {
      for (var step = 0; step < STEPS; step++) {
        step(random.nextInt(20));
      }
      for (var rounds = 0; !quiet(); rounds++) {
        assertThat(rounds).as("comes to rest").isLessThan(MANY);
      }
      converged();
    }

    private void step(int dice) {
      if (dice < 3) {
        publish();
      } else if (dice < 9) {
        stream.deliverRequest();
      } else if (dice < 15) {
        stream.send();
      } else if (dice < 19) {
        stream.deliverResponse();
      } else if (random.nextInt(4) == 0) {
        connect();
      }
      noBrokenRoutes();
    }

    /// State of the world does not say what a reconnecting proxy has, so that what was removed
    /// meanwhile cannot be kept for it until its routes have changed.
    private void noBrokenRoutes() {
      var knowable = proxy.incremental() || stream.streams() == 1;
      if (knowable && refuses != Refuses.ANYTHING && envoy.hasBrokenRoutes()) {
        throw new AssertionError("routes to clusters that are not there: " + envoy.brokenRoutes());
      }
    }

    private boolean quiet() {
      var idle = stream.quiet();
      noBrokenRoutes();
      var mayWait = refuses == Refuses.ANYTHING || !proxy.incremental();
      return idle && !(mayWait && proxy.timeOut());
    }

    private void publish() {
      world = universe.next(world, random);
      tell.accept("published " + ++sequence);
      feed.publish(sequence, world);
      stream.look();
    }

    private void converged() {
      tell.accept("at rest: " + stream.conversation());
      assertThat(stream.conversation().settled()).isEqualTo(sequence);
      assertThat(envoy.warming()).as("clusters that wait for ever").isFalse();
      for (var type : ResourceType.values()) {
        var published = world.of(type);
        for (var has : envoy.has(type).entrySet()) {
          var now = published.get(has.getKey());
          if (now == null) {
            assertThat(refuses).as("%s is still there", has).isNotEqualTo(Refuses.NOTHING);
          } else {
            assertThat(has.getValue().equals(now) || envoy.refuses(now))
                .as("%s is current", has)
                .isTrue();
          }
        }
        var wanted = type.hasWildcard() ? published.keySet() : envoy.wanted(type);
        for (var name : wanted) {
          var now = published.get(name);
          assertThat(now == null || envoy.has(type).containsKey(name) || envoy.refuses(now))
              .as("%s %s has arrived", type, name)
              .isTrue();
        }
      }
    }
  }
}
