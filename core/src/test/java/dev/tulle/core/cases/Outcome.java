package dev.tulle.core.cases;

import dev.tulle.core.compile.Compilation;
import dev.tulle.core.compile.Compiler;
import dev.tulle.core.compile.Settings;
import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.ingress.IngressGateway;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.World;
import dev.tulle.core.xds.Printer;
import dev.tulle.core.xds.Renderer;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import dev.tulle.core.xds.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What objects compile and render to, for the gateway and for each scope that a pod belongs to,
/// and its text in the files of a case.
record Outcome(Compilation compilation, SortedMap<String, Resources> scopes) {

  private static final String OF_GATEWAY = "gateway";

  static final ObjectName GATEWAY = new ObjectName("IngressClass", "", "tulle");

  private static final Set<String> PLAIN =
      Set.of("gateway/tulle/8080", "inbound", "outbound", "passthrough");

  static final Settings SETTINGS =
      new Settings(
          "cluster.local",
          "cluster.local",
          new IngressGateway(GATEWAY, List.of("127.0.0.1"), 8080, 8443),
          new GatewaySettings(Optional.of("v1.6.3"), Optional.empty(), true));

  /// A compiler for which it is always the same moment.
  static Compiler compiler() {
    return new Compiler(SETTINGS, InstantSource.fixed(Instant.parse("2027-01-01T00:00:00Z")));
  }

  static Outcome of(Collection<Change> changes) {
    return of(compiler(), new Renderer(), World.of(changes));
  }

  static Outcome of(Compiler compiler, Renderer renderer, World world) {
    var compilation = compiler.compile(world);
    var mesh = compilation.mesh();
    var scopes = new TreeMap<String, Resources>();
    mesh.gateways()
        .keySet()
        .forEach(name -> scopes.put(name(name), renderer.render(mesh, new Scope.Gateway(name))));
    mesh.workloads().values().stream()
        .flatMap(workload -> Scope.of(workload).stream())
        .forEach(scope -> scopes.put(name(scope), renderer.render(mesh, scope)));
    return new Outcome(compilation, scopes);
  }

  Resources of(String scope) {
    return scopes.getOrDefault(scope, Resources.empty());
  }

  private static String name(ObjectName gateway) {
    return gateway.equals(GATEWAY) ? OF_GATEWAY : gateway.toString();
  }

  private static String name(Scope scope) {
    return switch (scope) {
      case Scope.Gateway(var name) -> name(name);
      case Scope.Sidecar(var namespace, var place, var httpPorts, var ipv6) ->
          "sidecar in %s at %s/%s, http %s%s"
              .formatted(namespace, place.node(), place.zone(), httpPorts, ipv6 ? ", IPv6" : "");
      case Scope.Grpc(var namespace, var place) ->
          "grpc in %s at %s/%s".formatted(namespace, place.node(), place.zone());
    };
  }

  /// The resources by scope and type. What a scope has in common with the one before it, and what
  /// does not depend on any object, stands in one case only.
  String xds() {
    var tree = new LinkedHashMap<String, Object>();
    var before = Resources.empty();
    for (var scope : scopes.entrySet()) {
      var types = types(scope.getKey(), scope.getValue(), before);
      var outbound = OutboundText.of(scope.getValue(), before);
      if (!outbound.isEmpty()) {
        types.put("outbound", outbound);
      }
      before = scope.getValue();
      if (scope.getKey().equals(OF_GATEWAY)) {
        tree.putAll(types);
      } else {
        tree.put(scope.getKey(), types);
      }
    }
    return Yaml.text(tree);
  }

  private Map<String, Object> types(String scope, Resources resources, Resources before) {
    var types = new LinkedHashMap<String, Object>();
    for (var type : ResourceType.values()) {
      var list =
          resources.of(type).values().stream()
              .sorted(Comparator.comparing(Resource::name))
              .filter(resource -> !isPlain(scope, resource))
              .filter(resource -> !resource.equals(before.of(type).get(resource.name())))
              .map(resource -> Yaml.documents(Printer.json(resource)).getFirst())
              .toList();
      if (!list.isEmpty()) {
        types.put(type.name().toLowerCase(java.util.Locale.ROOT), list);
      }
    }
    return types;
  }

  private boolean isPlain(String scope, Resource resource) {
    boolean hasHttp =
        resource.type() == ResourceType.LISTENER
            && resource.name().equals("inbound")
            && !scope.endsWith("[]");
    return PLAIN.contains(resource.name())
        && (scope.equals(OF_GATEWAY) || resource.origins().isEmpty())
        && !compilation.statuses().isEmpty()
        && !hasHttp;
  }

  String status() {
    var tree = new LinkedHashMap<String, Object>();
    compilation.statuses().forEach((name, status) -> tree.put(name.toString(), tree(status)));
    return Yaml.text(tree);
  }

  private static Map<String, Object> tree(ObjectStatus status) {
    var tree = new LinkedHashMap<String, Object>();
    tree.putAll(StatusTree.of(status.conditions()));
    StatusTree.of(status.detail()).ifPresent(detail -> tree.put("detail", detail));
    if (!status.findings().isEmpty()) {
      tree.put("findings", status.findings().stream().map(Outcome::tree).toList());
    }
    return tree;
  }

  private static Map<String, Object> tree(Finding finding) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put(finding.severity() + " " + finding.reason(), finding.path());
    tree.put("message", finding.message());
    tree.put("cure", finding.cure());
    return tree;
  }

  /// Type, name, version and origins of each resource: equal if and only if the bytes are.
  List<String> versions() {
    var versions = new ArrayList<String>();
    scopes.forEach((scope, resources) -> versions(scope, resources, versions));
    versions.sort(Comparator.naturalOrder());
    return versions;
  }

  private static void versions(String scope, Resources resources, List<String> versions) {
    for (var type : ResourceType.values()) {
      resources
          .of(type)
          .values()
          .forEach(
              r ->
                  versions.add(
                      scope
                          + " "
                          + type
                          + " "
                          + r.name()
                          + " "
                          + r.version()
                          + " "
                          + r.origins().stream()
                              .sorted()
                              .map(ObjectName::toString)
                              .collect(Collectors.joining(","))));
    }
  }
}
