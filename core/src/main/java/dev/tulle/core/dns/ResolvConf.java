package dev.tulle.core.dns;

import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What a pod's `/etc/resolv.conf` says. Options are by name, with an empty text where they have no
/// value.
public record ResolvConf(
    List<String> nameservers, List<String> searches, Map<String, String> options) {

  public ResolvConf {
    nameservers = List.copyOf(nameservers);
    searches = List.copyOf(searches);
    options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /// For a pod of `namespace` that asks the cluster's name server, as its default policy has it.
  public static ResolvConf clusterFirst(String namespace, Zone zone, String nameserver) {
    var origin = zone.origin().substring(0, zone.origin().length() - 1);
    return new ResolvConf(
        List.of(nameserver),
        List.of(namespace + ".svc." + origin, "svc." + origin, origin),
        Map.of("ndots", "5"));
  }

  /// For a pod by its `dnsPolicy` and `dnsConfig`; `cluster` is what [#clusterFirst] said for its
  /// namespace. Empty where it is to have the machine's own.
  public static Optional<ResolvConf> of(PodSpec pod, ResolvConf cluster) {
    var policy = Objects.requireNonNullElse(pod.getDnsPolicy(), "ClusterFirst");
    boolean host = Boolean.TRUE.equals(pod.getHostNetwork());
    var config = pod.getDnsConfig();
    if (policy.equals("None")) {
      var nothing = new ResolvConf(List.of(), List.of(), Map.of());
      return Optional.of(config == null ? nothing : nothing.with(config));
    }
    if (policy.equals("Default") || (policy.equals("ClusterFirst") && host)) {
      return Optional.empty();
    }
    return Optional.of(config == null ? cluster : cluster.with(config));
  }

  private ResolvConf with(PodDNSConfig config) {
    var merged = new LinkedHashMap<>(options);
    for (var option :
        Objects.requireNonNullElse(config.getOptions(), List.<PodDNSConfigOption>of())) {
      merged.put(option.getName(), Objects.requireNonNullElse(option.getValue(), ""));
    }
    return new ResolvConf(
        joined(nameservers, config.getNameservers()),
        joined(searches, config.getSearches()),
        merged);
  }

  private static List<String> joined(
      List<String> first, @org.jspecify.annotations.Nullable List<String> then) {
    var all =
        Stream.concat(first.stream(), Objects.requireNonNullElse(then, List.<String>of()).stream());
    return new ArrayList<>(new LinkedHashSet<>(all.toList()));
  }

  /// The text of the file.
  public String text() {
    var text = new StringBuilder();
    nameservers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
    if (!searches.isEmpty()) {
      text.append("search ").append(String.join(" ", searches)).append('\n');
    }
    if (!options.isEmpty()) {
      text.append("options");
      options.forEach(
          (name, value) -> text.append(' ').append(value.isEmpty() ? name : name + ":" + value));
      text.append('\n');
    }
    return text.toString();
  }
}
