package dev.tulle.core.cases;

import dev.tulle.core.compile.Compilation;
import dev.tulle.core.compile.Compiler;
import dev.tulle.core.compile.Settings;
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
import java.util.stream.Collectors;

/// What objects compile and render to, and its text in the files of a case.
record Outcome(Compilation compilation, Resources resources) {

  static final ObjectName GATEWAY = new ObjectName("IngressClass", "", "tulle");

  static final Settings SETTINGS =
      new Settings(
          "cluster.local",
          "cluster.local",
          new IngressGateway(GATEWAY, List.of("127.0.0.1"), 8080, 8443));

  /// A compiler for which it is always the same moment.
  static Compiler compiler() {
    return new Compiler(SETTINGS, InstantSource.fixed(Instant.parse("2027-01-01T00:00:00Z")));
  }

  static Outcome of(Collection<Change> changes) {
    return of(compiler(), new Renderer(), World.of(changes));
  }

  static Outcome of(Compiler compiler, Renderer renderer, World world) {
    var compilation = compiler.compile(world);
    var resources = renderer.render(compilation.mesh(), new Scope.Gateway(GATEWAY));
    return new Outcome(compilation, resources);
  }

  /// The resources by type; the listener that every gateway has stands in one case only.
  String xds() {
    var tree = new LinkedHashMap<String, Object>();
    for (var type : ResourceType.values()) {
      var list =
          resources.of(type).values().stream()
              .sorted(Comparator.comparing(Resource::name))
              .filter(resource -> !isPlainListener(resource))
              .map(resource -> Yaml.documents(Printer.json(resource)).getFirst())
              .toList();
      if (!list.isEmpty()) {
        tree.put(type.name().toLowerCase(java.util.Locale.ROOT), list);
      }
    }
    return Yaml.text(tree);
  }

  private boolean isPlainListener(Resource resource) {
    return resource.name().equals("gateway/tulle/8080") && !compilation.statuses().isEmpty();
  }

  String status() {
    var tree = new LinkedHashMap<String, Object>();
    compilation.statuses().forEach((name, status) -> tree.put(name.toString(), tree(status)));
    return Yaml.text(tree);
  }

  private static Map<String, Object> tree(ObjectStatus status) {
    var tree = new LinkedHashMap<String, Object>();
    for (var condition : status.conditions()) {
      var message = condition.message().isEmpty() ? "" : ": " + condition.message();
      tree.put(condition.type(), condition.status() + " " + condition.reason() + message);
    }
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
    for (var type : ResourceType.values()) {
      resources
          .of(type)
          .values()
          .forEach(
              r ->
                  versions.add(
                      type
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
    versions.sort(Comparator.naturalOrder());
    return versions;
  }
}
