package dev.tulle.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.xds.ResourceType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A proxy that speaks the incremental protocol as Envoy does. It checks each response as it comes.
final class DeltaProxy implements ModelProxy {

  private final ModelEnvoy envoy;
  private final Deque<Request> out = new ArrayDeque<>();
  private final Map<ResourceType, Set<String>> subscribed = new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Map<String, String>> sent = new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Map<String, String>> refusedAlone =
      new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Set<String>> dropped = new EnumMap<>(ResourceType.class);
  private final ClusterAnswer clusterAnswer;

  DeltaProxy(ModelEnvoy envoy) {
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
    subscribed.clear();
    sent.clear();
    refusedAlone.clear();
    dropped.clear();
    clusterAnswer.forget();
    for (var type : ORDER) {
      var names = new TreeSet<>(envoy.wanted(type));
      if (!type.hasWildcard() && names.isEmpty()) {
        continue;
      }
      var versions = new HashMap<String, String>();
      envoy.has(type).forEach((name, resource) -> versions.put(name, resource.version()));
      if (type == ResourceType.ENDPOINT && envoy.warming()) {
        // an Envoy that waits for endpoints times out and takes those that it has
        versions.clear();
      }
      subscribed.put(type, names);
      sent.put(type, new HashMap<>(versions));
      out.add(request(type, names, Set.of(), versions, "", Optional.empty()));
    }
  }

  private static Request request(
      ResourceType type,
      Set<String> subscribe,
      Set<String> unsubscribe,
      Map<String, String> held,
      String nonce,
      Optional<String> words) {
    return new Request.Delta(
        type, List.copyOf(subscribe), List.copyOf(unsubscribe), held, nonce, words);
  }

  @Override
  public void take(Response response) {
    var type = response.type();
    check(response);
    var resources = response.resources().stream().map(Encoded::resource).toList();
    var words = envoy.take(type, resources, response.removed());
    var known = sent.computeIfAbsent(type, key -> new HashMap<>());
    resources.forEach(resource -> known.put(resource.name(), resource.version()));
    response.removed().forEach(known::remove);
    if (words.isPresent()) {
      resources.forEach(resource -> known.remove(resource.name()));
      if (resources.size() == 1) {
        var only = resources.getFirst();
        refusedAlone.computeIfAbsent(type, key -> new HashMap<>()).put(only.name(), only.version());
      }
    }
    if (type == ResourceType.CLUSTER) {
      var endpoints = sent.computeIfAbsent(ResourceType.ENDPOINT, key -> new HashMap<>());
      resources.forEach(cluster -> endpoints.remove(cluster.name()));
    }
    var answer = request(type, Set.of(), Set.of(), Map.of(), response.nonce(), words);
    if (type == ResourceType.CLUSTER) {
      clusterAnswer.give(answer);
    } else {
      out.add(answer);
    }
    follow();
    clusterAnswer.look();
  }

  private void check(Response response) {
    var known = sent.getOrDefault(response.type(), Map.of());
    var refused = refusedAlone.computeIfAbsent(response.type(), key -> new HashMap<>());
    var names = new HashSet<String>();
    for (var resource : response.resources()) {
      assertThat(names.add(resource.name())).as("a name once in a response").isTrue();
      // what was dropped and asked for again may come twice: once from before that
      if (!dropped.getOrDefault(response.type(), Set.of()).contains(resource.name())) {
        assertThat(known.get(resource.name()))
            .as("%s %s is sent though the proxy has it", response.type(), resource.name())
            .isNotEqualTo(resource.version());
      }
      assertThat(refused.remove(resource.name()))
          .as("%s %s is sent again though it was refused", response.type(), resource.name())
          .isNotEqualTo(resource.version());
    }
    response.removed().forEach(refused::remove);
    assertThat(response.resources().isEmpty() || response.removed().isEmpty())
        .as("removals go alone")
        .isTrue();
  }

  private void follow() {
    for (var type : List.of(ResourceType.ENDPOINT, ResourceType.ROUTE)) {
      var wanted = new TreeSet<>(envoy.wanted(type));
      var before = subscribed.getOrDefault(type, Set.of());
      var added = new TreeSet<>(wanted);
      added.removeAll(before);
      var gone = new TreeSet<>(before);
      gone.removeAll(wanted);
      if (added.isEmpty() && gone.isEmpty()) {
        continue;
      }
      subscribed.put(type, wanted);
      var known = sent.computeIfAbsent(type, key -> new HashMap<>());
      gone.forEach(known::remove);
      dropped.computeIfAbsent(type, key -> new HashSet<>()).addAll(gone);
      added.forEach(known::remove);
      gone.forEach(refusedAlone.computeIfAbsent(type, key -> new HashMap<>())::remove);
      out.add(request(type, added, gone, Map.of(), "", Optional.empty()));
    }
  }

  @Override
  public boolean timeOut() {
    return clusterAnswer.timeOut();
  }

  @Override
  public boolean incremental() {
    return true;
  }

  @Override
  public String toString() {
    return "delta " + new ArrayList<>(out);
  }
}
