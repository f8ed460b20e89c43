package dev.tulle.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.xds.ResourceType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A proxy that speaks state-of-the-world as Envoy does.
final class FullProxy implements ModelProxy {

  private final ModelEnvoy envoy;
  private final Deque<Request> out = new ArrayDeque<>();
  private final Map<ResourceType, Set<String>> asked = new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, String> nonces = new EnumMap<>(ResourceType.class);
  private final ClusterAnswer clusterAnswer;

  FullProxy(ModelEnvoy envoy) {
    this.envoy = envoy;
    this.clusterAnswer = new ClusterAnswer(envoy, out::add);
  }

  @Override
  public Deque<Request> out() {
    return out;
  }

  @Override
  public void connect() {
    out.clear();
    asked.clear();
    nonces.clear();
    clusterAnswer.forget();
    for (var type : ORDER) {
      if (type.hasWildcard() || !envoy.wanted(type).isEmpty()) {
        out.add(request(type, Optional.empty()));
      }
    }
  }

  private Request request(ResourceType type, Optional<String> words) {
    var names = new TreeSet<>(envoy.wanted(type));
    asked.put(type, names);
    return new Request.Full(type, List.copyOf(names), nonces.getOrDefault(type, ""), words);
  }

  @Override
  public void take(Response response) {
    var type = response.type();
    var names = new HashSet<String>();
    response.resources().forEach(each -> assertThat(names.add(each.name())).isTrue());
    assertThat(response.removed()).isEmpty();
    nonces.put(type, response.nonce());
    var before = Map.copyOf(envoy.has(ResourceType.CLUSTER));
    var gone = new TreeSet<String>();
    if (type.hasWildcard()) {
      gone.addAll(envoy.has(type).keySet());
      gone.removeAll(names);
    }
    var resources = response.resources().stream().map(Encoded::resource).toList();
    var words = envoy.take(type, resources, gone);
    var clustersChanged = !before.equals(envoy.has(ResourceType.CLUSTER));
    if (type == ResourceType.CLUSTER) {
      clusterAnswer.give(request(type, words));
    } else {
      out.add(request(type, words));
    }
    for (var each : List.of(ResourceType.ENDPOINT, ResourceType.ROUTE)) {
      var changed = !envoy.wanted(each).equals(asked.getOrDefault(each, Set.of()));
      if (changed || (each == ResourceType.ENDPOINT && clustersChanged)) {
        out.add(request(each, Optional.empty()));
      }
    }
    clusterAnswer.look();
  }

  @Override
  public boolean timeOut() {
    return clusterAnswer.timeOut();
  }

  @Override
  public boolean incremental() {
    return false;
  }

  @Override
  public String toString() {
    return "full " + out;
  }
}
