package dev.tulle.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What one proxy refuses, of each type: the others, and those that come later, are spared it.
final class QuarantineTest {

  private static final Set<String> NAMES = Set.of("a", "b", "c", "d", "e");

  private final Feed feed = new Feed(new Encodings());
  private final Set<Resource> bad = new HashSet<>();
  private long sequence;

  private static Resource resource(ResourceType type, String name, int variant) {
    var content = StringValue.of(name + " " + variant);
    return Resource.of(type, name, content, Set.of());
  }

  private void publish(Resource... resources) {
    feed.publish(++sequence, Samples.resources(resources));
  }

  private PickyProxy proxy(ResourceType type) {
    return new PickyProxy(feed, type, NAMES, bad);
  }

  private static Map<String, String> quoted(Resource... resources) {
    var all = new TreeMap<String, String>();
    for (var each : resources) {
      all.put(each.name() + "@" + each.version(), PickyProxy.WORDS);
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void theLastGoodContentStandsIn(ResourceType type) {
    var good = resource(type, "a", 1);
    var refused = resource(type, "a", 2);
    bad.add(refused);
    publish(good);
    var first = proxy(type);
    publish(refused);
    first.work();
    var second = proxy(type);
    for (var proxy : List.of(first, second)) {
      assertThat(proxy.has).isEqualTo(Map.of("a", good));
      assertThat(proxy.status()).isEqualTo(quoted(refused));
      assertThat(proxy.settled()).isEqualTo(2);
    }
    assertThat(first.refused).containsExactly(refused);
    assertThat(second.refused).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMendedReachesAll(ResourceType type) {
    var refused = resource(type, "a", 2);
    var mended = resource(type, "a", 3);
    bad.add(refused);
    publish(resource(type, "a", 1));
    var first = proxy(type);
    publish(refused);
    first.work();
    var second = proxy(type);
    publish(mended);
    for (var proxy : List.of(first, second, proxy(type))) {
      proxy.work();
      assertThat(proxy.has).isEqualTo(Map.of("a", mended));
      assertThat(proxy.status()).isEmpty();
    }
    // and with the same mistake once more, what was mended is the last good content
    publish(refused);
    first.work();
    assertThat(proxy(type).has).isEqualTo(Map.of("a", mended));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsRemovedIsGone(ResourceType type) {
    var refused = resource(type, "a", 2);
    bad.add(refused);
    publish(resource(type, "a", 1));
    var first = proxy(type);
    publish(refused);
    first.work();
    var second = proxy(type);
    publish();
    for (var proxy : List.of(first, second, proxy(type))) {
      proxy.work();
      assertThat(proxy.has).isEmpty();
      assertThat(proxy.status()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofSeveralThoseAtFaultAreFound(ResourceType type) {
    var before = new ArrayList<Resource>();
    var after = new ArrayList<Resource>();
    for (var name : NAMES) {
      before.add(resource(type, name, 1));
      after.add(resource(type, name, 2));
    }
    var faulty = List.of(resource(type, "b", 2), resource(type, "d", 2));
    bad.addAll(faulty);
    publish(before.toArray(Resource[]::new));
    var first = proxy(type);
    publish(after.toArray(Resource[]::new));
    first.work();
    var second = proxy(type);
    for (var proxy : List.of(first, second)) {
      for (var resource : after) {
        var expected = bad.contains(resource) ? resource(type, resource.name(), 1) : resource;
        assertThat(proxy.has.get(resource.name())).isEqualTo(expected);
      }
      assertThat(proxy.status()).isEqualTo(quoted(faulty.toArray(Resource[]::new)));
    }
    assertThat(second.refused).isEmpty();
  }

  /// Envoy waits for what it asked for until it is sent or refused, or, of endpoints and secrets,
  /// until it is told that there is none.
  @ParameterizedTest
  @EnumSource
  void withoutGoodContentNobodyWaitsAndNothingElseIsRefused(ResourceType type) {
    var good = resource(type, "b", 1);
    var refused = resource(type, "a", 1);
    bad.add(refused);
    publish(refused, good);
    var first = proxy(type);
    var second = proxy(type);
    for (var proxy : List.of(first, second)) {
      assertThat(proxy.has).isEqualTo(Map.of("b", good));
      assertThat(proxy.status()).isEqualTo(quoted(refused));
      assertThat(proxy.settled()).isEqualTo(1);
    }
    var removed = second.received.stream().flatMap(each -> each.removed().stream());
    if (View.inOrder(type)) {
      assertThat(second.refused).containsExactly(refused);
    } else {
      assertThat(second.refused).isEmpty();
      assertThat(removed).contains("a");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noProxyKeepsFromTheOthersWhatTheyCanUse(ResourceType type) {
    var content = resource(type, "a", 2);
    publish(resource(type, "a", 1));
    var picky = new PickyProxy(feed, type, NAMES, Set.of(content));
    var other = proxy(type);
    publish(content);
    other.work();
    picky.work();
    assertThat(proxy(type).has).isEqualTo(Map.of("a", content));
    assertThat(other.status()).isEmpty();
    assertThat(picky.has).isEqualTo(Map.of("a", resource(type, "a", 1)));
    assertThat(picky.status()).isEqualTo(quoted(content));
  }

  /// The same where the refusal comes first, while the others have it on its way.
  @ParameterizedTest
  @EnumSource
  void aRefusalEndsWhenAnotherTakesIt(ResourceType type) {
    var content = resource(type, "a", 1);
    publish(resource(type, "b", 1));
    var picky = new PickyProxy(feed, type, NAMES, Set.of(content));
    publish(content);
    picky.work();
    var encoded = new Encoded(content);
    encoded.accept();
    feed.accepted(type, List.of(encoded));
    assertThat(proxy(type).has).isEqualTo(Map.of("a", content));
    assertThat(proxy(type).status()).isEmpty();
  }

  @Test
  void contentThatWasTakenLateIsTheLastGoodOne() {
    var type = ResourceType.ROUTE;
    var refused = resource(type, "a", 3);
    bad.add(refused);
    publish(resource(type, "a", 1));
    var first = proxy(type);
    publish(resource(type, "a", 2));
    first.step();
    publish(refused);
    first.work();
    assertThat(proxy(type).has).isEqualTo(Map.of("a", resource(type, "a", 2)));
  }

  /// A cluster that the last good route table leads to stays with it, also for those that come.
  @Test
  void whatTheLastGoodContentNamesStays() {
    var cluster = resource(ResourceType.CLUSTER, "c", 1);
    var refused = resource(ResourceType.ROUTE, "a", 2);
    bad.add(refused);
    publish(cluster, resource(ResourceType.ROUTE, "a", 1));
    var clusters = proxy(ResourceType.CLUSTER);
    var routes = proxy(ResourceType.ROUTE);
    publish(refused);
    routes.work();
    clusters.work();
    assertThat(clusters.has).isEqualTo(Map.of("c", cluster));
    assertThat(proxy(ResourceType.CLUSTER).has).isEqualTo(Map.of("c", cluster));
    publish(resource(ResourceType.ROUTE, "a", 3));
    routes.work();
    clusters.work();
    assertThat(clusters.has).isEmpty();
    assertThat(proxy(ResourceType.CLUSTER).has).isEmpty();
  }

  @Test
  void scopesThatShareAMapShareItsEncoding() {
    var encodings = new Encodings();
    var shared = Samples.resources(Samples.cluster("a", 1), Samples.cluster("b", 1));
    var next = Samples.resources(Samples.cluster("a", 2), Samples.cluster("b", 1));
    var feeds = Stream.generate(() -> new Feed(encodings)).limit(3).toList();
    var seen = new HashSet<Integer>();
    for (var resources : List.of(shared, next)) {
      sequence++;
      seen.clear();
      for (var each : feeds) {
        each.publish(sequence, resources);
        var now = new PickyProxy(each, ResourceType.CLUSTER, NAMES, bad);
        assertThat(now.has).hasSize(2);
        seen.add(System.identityHashCode(each.now().of(ResourceType.CLUSTER)));
      }
      assertThat(seen).hasSize(1);
    }
    assertThat(encodings.size()).as("contents").isEqualTo(3);
  }
}
