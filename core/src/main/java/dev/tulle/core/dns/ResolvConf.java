package dev.tulle.core.dns;

import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What a pod's `/etc/resolv.conf` says. Options are by name, with an empty text where they have no
/// value.
public record ResolvConf(
    List<String> nameservers, List<String> searches, Map<String, String> options) {

  // beyond these a kubelet leaves out what comes last
  private static final int MOST_NAMESERVERS = 3;
  private static final int MOST_SEARCHES = 32;

  public ResolvConf {
    nameservers = List.copyOf(nameservers);
    searches = List.copyOf(searches);
    options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /// What a file says. Of several `search` lines the last one counts; a line that is no address
  /// after `nameserver` is kept as it is.
  public static ResolvConf read(String text) {
    var servers = new ArrayList<String>();
    var searches = List.<String>of();
    var options = new LinkedHashMap<String, String>();
    for (var line : text.lines().map(String::strip).toList()) {
      var words = List.of(line.split("\\s+", -1));
      var values = words.subList(1, words.size());
      switch (words.getFirst()) {
        case "nameserver" -> values.stream().findFirst().ifPresent(servers::add);
        case "search" -> searches = values;
        case "options" -> values.forEach(it -> options.put(before(it, ":"), after(it, ":")));
        case String other -> {}
      }
    }
    return new ResolvConf(servers, searches, options);
  }

  private static String before(String text, String mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String after(String text, String mark) {
    int at = text.indexOf(mark);
    return at < 0 ? "" : text.substring(at + mark.length());
  }

  /// For a pod of `namespace` that asks the cluster's name server, as its default policy has it:
  /// the machine's searches come after the cluster's.
  public static ResolvConf clusterFirst(
      String namespace, Zone zone, String nameserver, ResolvConf machine) {
    var origin = zone.origin().substring(0, zone.origin().length() - 1);
    var searches = List.of(namespace + ".svc." + origin, "svc." + origin, origin);
    return new ResolvConf(
        List.of(nameserver),
        joined(searches, machine.searches(), MOST_SEARCHES),
        Map.of("ndots", "5"));
  }

  /// For a pod by its `dnsPolicy` and `dnsConfig`; `cluster` is what [#clusterFirst] said for its
  /// namespace. Empty where it is to have the machine's own as it is.
  public static Optional<ResolvConf> of(PodSpec pod, ResolvConf cluster, ResolvConf machine) {
    var policy = Objects.requireNonNullElse(pod.getDnsPolicy(), "ClusterFirst");
    boolean host = Boolean.TRUE.equals(pod.getHostNetwork());
    var config = pod.getDnsConfig();
    if (policy.equals("None")) {
      var nothing = new ResolvConf(List.of(), List.of(), Map.of());
      return Optional.of(config == null ? nothing : nothing.with(config));
    }
    if (policy.equals("Default") || (policy.equals("ClusterFirst") && host)) {
      return Optional.ofNullable(config).map(machine::with);
    }
    return Optional.of(config == null ? cluster : cluster.with(config));
  }

  /// With `instead` in place of name servers on the machine's loopback, which a pod does not reach.
  public ResolvConf withoutLoopback(String instead) {
    var servers =
        nameservers.stream().map(it -> it.startsWith("127.") || it.equals("::1") ? instead : it);
    return new ResolvConf(servers.distinct().toList(), searches, options);
  }

  private ResolvConf with(PodDNSConfig config) {
    var merged = new LinkedHashMap<>(options);
    for (var option :
        Objects.requireNonNullElse(config.getOptions(), List.<PodDNSConfigOption>of())) {
      merged.put(option.getName(), Objects.requireNonNullElse(option.getValue(), ""));
    }
    return new ResolvConf(
        joined(nameservers, config.getNameservers(), MOST_NAMESERVERS),
        joined(searches, config.getSearches(), MOST_SEARCHES),
        merged);
  }

  private static List<String> joined(
      List<String> first, @org.jspecify.annotations.Nullable List<String> then, int most) {
    var all =
        Stream.concat(first.stream(), Objects.requireNonNullElse(then, List.<String>of()).stream());
    return all.distinct().limit(most).toList();
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
