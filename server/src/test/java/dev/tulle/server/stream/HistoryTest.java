package dev.tulle.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
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
    private final Deque<Response> toProxy = new ArrayDeque<>();
    private final Set<String> unanswered = new HashSet<>();
    private Resources world = Resources.empty();
    private Publication publication;
    private Conversation conversation;
    private long sequence = 1;
    private int streams;
    private boolean introducing;
    private Consumer<String> tell = line -> {};

    History(long seed, boolean incremental, Refuses refuses) {
      this.random = new Random(seed);
      this.refuses = refuses;
      var bad = new HashSet<Resource>();
      for (var resource : universe.everything()) {
        if (refuses.candidate(resource) && random.nextInt(6) == 0) {
          bad.add(resource);
        }
      }
      this.envoy = new ModelEnvoy(universe, bad);
      this.proxy = incremental ? new DeltaProxy(envoy) : new FullProxy(envoy);
      world = universe.next(world, random);
      publication = Publication.first(sequence, world).publication();
      conversation = begin();
      proxy.connect();
    }

    private Conversation begin() {
      introducing = true;
      var bytes = random.nextBoolean() ? 1 << 20 : 60;
      return new Conversation("s" + streams++, bytes, publication);
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
        deliverRequest();
      } else if (dice < 15) {
        send();
      } else if (dice < 19) {
        deliverResponse();
      } else if (random.nextInt(4) == 0) {
        reconnect();
      }
      noBrokenRoutes();
    }

    /// State of the world does not say what a reconnecting proxy has, so that what was removed
    /// meanwhile cannot be kept for it until its routes have changed.
    private void noBrokenRoutes() {
      var knowable = proxy.incremental() || streams == 1;
      if (knowable && refuses != Refuses.ANYTHING && envoy.hasBrokenRoutes()) {
        throw new AssertionError("routes to clusters that are not there: " + envoy.brokenRoutes());
      }
    }

    private boolean quiet() {
      var idle = !deliverRequest() && !send() && !deliverResponse();
      if (idle && introducing) {
        introducing = false;
        conversation.introduced();
        return false;
      }
      noBrokenRoutes();
      var mayWait = refuses == Refuses.ANYTHING || !proxy.incremental();
      return idle && !(mayWait && proxy.timeOut());
    }

    private void publish() {
      world = universe.next(world, random);
      var step = publication.next(++sequence, world);
      publication = step.publication();
      tell.accept("published " + sequence + ": " + step.changed());
      conversation.published(publication, step.changed());
    }

    private boolean deliverRequest() {
      var request = proxy.out().poll();
      if (request == null) {
        return false;
      }
      var reaction = conversation.receive(request);
      tell.accept("  <- " + request);
      if (!(reaction.verdict() instanceof Verdict.Silent)) {
        assertThat(unanswered.remove(request.type() + request.nonce())).isTrue();
      }
      return true;
    }

    private boolean send() {
      if (toProxy.size() > 2) {
        return false;
      }
      var response = conversation.next();
      response.ifPresent(
          each -> {
            assertThat(unanswered.stream().noneMatch(open -> open.startsWith("" + each.type())))
                .as("one response of a type at a time")
                .isTrue();
            unanswered.add(each.type() + each.nonce());
            tell.accept("  -> " + told(each));
            toProxy.add(each);
          });
      return response.isPresent();
    }

    private boolean deliverResponse() {
      var response = toProxy.poll();
      if (response == null) {
        return false;
      }
      tell.accept("  proxy takes " + response.nonce());
      proxy.take(response);
      return true;
    }

    private String told(Response response) {
      var contents =
          response.resources().stream().map(r -> r.name() + "@" + r.version().substring(0, 4));
      return response.type()
          + " "
          + response.nonce()
          + " "
          + contents.toList()
          + " removed "
          + response.removed();
    }

    private void reconnect() {
      tell.accept("reconnects");
      toProxy.clear();
      unanswered.clear();
      conversation = begin();
      proxy.connect();
    }

    private void converged() {
      tell.accept("at rest: " + conversation);
      assertThat(conversation.settled()).isEqualTo(sequence);
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
