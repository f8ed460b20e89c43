package dev.tulle.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A stream is told in one piece of what concerns it. Told of a cluster's end before it knows that
/// a route changed, too, it would take the cluster from under the route.
class FeedTest {

  private final Feed feed = new Feed(new Encodings());
  private final List<Map<ResourceType, Set<String>>> told = new ArrayList<>();

  private final Feed.Subscriber stream =
      new Feed.Subscriber() {
        @Override
        public void published(Publication publication) {}

        @Override
        public void changed(
            Publication publication, Map<ResourceType, ? extends Collection<String>> changed) {
          var all = new TreeMap<ResourceType, Set<String>>();
          changed.forEach((type, names) -> all.put(type, Set.copyOf(names)));
          told.add(all);
        }
      };

  @Test
  void whatConcernsAStreamIsToldAtOnce() {
    feed.publish(1, resources("old", "to old"));
    feed.subscribe(stream, ResourceType.CLUSTER, new Interest.Change(Set.of(), Set.of(), true));
    feed.subscribe(stream, ResourceType.ROUTE, new Interest.Change(Set.of("r"), Set.of(), false));
    feed.publish(2, resources("new", "to new"));
    assertThat(told)
        .containsExactly(
            Map.of(ResourceType.CLUSTER, Set.of("old", "new"), ResourceType.ROUTE, Set.of("r")));
  }

  @Test
  void whatDoesNotConcernItIsNotTold() {
    feed.publish(1, resources("old", "to old"));
    feed.subscribe(stream, ResourceType.ROUTE, new Interest.Change(Set.of("r"), Set.of(), false));
    feed.publish(2, resources("new", "to old"));
    assertThat(told).isEmpty();
  }

  private static Resources resources(String cluster, String route) {
    var content = Resource.of(ResourceType.ROUTE, "r", StringValue.of(route), Set.<ObjectName>of());
    return Resources.of(
        Map.of(
            ResourceType.CLUSTER, Map.of(cluster, Samples.cluster(cluster, 1)),
            ResourceType.ROUTE, Map.of("r", content)));
  }
}
