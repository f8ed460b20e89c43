package dev.tulle.core.dns;

import dev.tulle.core.dns.ResourceRecord.Host;
import dev.tulle.core.dns.ResourceRecord.Value;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.World;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// The names below `svc` and `pod`, and the reverse ones: the parts of all Services, each of which
/// is made anew only when its own input changed. `inputs` are what the parts were made of; those of
/// a table that was made elsewhere, of which only the changes came here, are not known.
final class ClusterNames {

  private final Zone zone;
  private final Map<ObjectName, ServiceNames.Input> inputs;
  private final Map<ObjectName, ServiceNames> parts;
  private final ReverseIndex reverse;
  private final Set<String> namespaces;

  private ClusterNames(
      Zone zone,
      Map<ObjectName, ServiceNames.Input> inputs,
      Map<ObjectName, ServiceNames> parts,
      ReverseIndex reverse,
      Set<String> namespaces) {
    this.zone = zone;
    this.inputs = inputs;
    this.parts = parts;
    this.reverse = reverse;
    this.namespaces = namespaces;
  }

  static ClusterNames empty(Zone zone) {
    return new ClusterNames(zone, Map.of(), Map.of(), ReverseIndex.EMPTY, Set.of());
  }

  ClusterNames next(World world) {
    var services = world.all(Kind.SERVICE);
    var made = HashMap.<ObjectName, ServiceNames.Input>newHashMap(services.size());
    var next = HashMap.<ObjectName, ServiceNames>newHashMap(services.size());
    var come = new ArrayList<ServiceNames>();
    var gone = new ArrayList<ServiceNames>();
    services.forEach(
        (name, service) -> {
          var input = new ServiceNames.Input(service, world.slicesOf(name));
          made.put(name, input);
          var before = parts.get(name);
          if (before != null && input.equals(inputs.get(name))) {
            next.put(name, before);
            return;
          }
          var part = ServiceNames.of(input, zone);
          next.put(name, part);
          come.add(part);
          if (before != null) {
            gone.add(before);
          }
        });
    if (next.size() - come.size() + gone.size() < parts.size()) {
      parts.forEach(
          (name, part) -> {
            if (!next.containsKey(name)) {
              gone.add(part);
            }
          });
    }
    var named = namespaces(world);
    boolean same = come.isEmpty() && gone.isEmpty() && named.equals(namespaces);
    return same ? this : new ClusterNames(zone, made, next, reverse.with(gone, come), named);
  }

  /// What leads here from an earlier state.
  NameChanges since(ClusterNames before) {
    var come = new HashMap<ObjectName, ServiceNames>();
    parts.forEach(
        (name, part) -> {
          if (!part.equals(before.parts.get(name))) {
            come.put(name, part);
          }
        });
    var gone = new HashSet<>(before.parts.keySet());
    gone.removeAll(parts.keySet());
    var named =
        namespaces.equals(before.namespaces)
            ? Optional.<Set<String>>empty()
            : Optional.of(namespaces);
    return new NameChanges(come, gone, named);
  }

  ClusterNames with(NameChanges changes) {
    var next = new HashMap<>(parts);
    var went = new ArrayList<ServiceNames>();
    for (var name : changes.gone()) {
      Optional.ofNullable(next.remove(name)).ifPresent(went::add);
    }
    changes
        .come()
        .forEach((name, part) -> Optional.ofNullable(next.put(name, part)).ifPresent(went::add));
    return new ClusterNames(
        zone,
        Map.of(),
        next,
        reverse.with(went, changes.come().values()),
        changes.namespaces().orElse(namespaces));
  }

  /// A namespace is there when it is declared and, since a folder need not declare it, when
  /// something is in it.
  private static Set<String> namespaces(World world) {
    var found = new HashSet<String>();
    world.all(Kind.NAMESPACE).keySet().forEach(name -> found.add(name.name()));
    of(world.all(Kind.SERVICE), Kind.SERVICE, found);
    of(world.all(Kind.POD), Kind.POD, found);
    return found;
  }

  /// Leaps from namespace to namespace: there may be very many objects in each.
  private static void of(SortedMap<ObjectName, ?> objects, Kind<?> kind, Set<String> found) {
    var rest = objects;
    while (!rest.isEmpty()) {
      var namespace = rest.firstKey().namespace();
      found.add(namespace);
      rest = rest.tailMap(kind.named(namespace + "\0", "\0"));
    }
  }

  List<Value> pointers(InetAddress address) {
    return reverse.of(address);
  }

  /// The values of a name, in lower case and relative to the zone; empty where there is none.
  Optional<List<Value>> node(String name) {
    var above = Split.of(name);
    return switch (above.last()) {
      case "svc" -> below(above.rest(), this::ofService);
      case "pod" -> below(above.rest(), this::ofPod);
      case String other -> Optional.empty();
    };
  }

  private Optional<List<Value>> below(String rest, NodeOf nodes) {
    if (rest.isEmpty()) {
      return Optional.of(List.of());
    }
    var inNamespace = Split.of(rest);
    if (!namespaces.contains(inNamespace.last())) {
      return Optional.empty();
    }
    return inNamespace.rest().isEmpty()
        ? Optional.of(List.of())
        : nodes.node(inNamespace.last(), inNamespace.rest());
  }

  private Optional<List<Value>> ofService(String namespace, String name) {
    var service = Split.of(name);
    if (service.last().isEmpty()) {
      return Optional.empty();
    }
    var part = parts.get(Kind.SERVICE.named(namespace, service.last()));
    return part == null ? Optional.empty() : part.node(service.rest());
  }

  /// Any address in dashes has a name, whether there is such a pod or not. Version 1.0.1 of the
  /// specification asked for it; in 1.1.0 it is an extension that its section 3 allows, and CoreDNS
  /// has it, too.
  private Optional<List<Value>> ofPod(String namespace, String name) {
    return Addresses.undashed(name).map(address -> List.of(new Host(address)));
  }

  @FunctionalInterface
  private interface NodeOf {
    Optional<List<Value>> node(String namespace, String name);
  }

  /// A relative name as its last label and what stands before that. No name of Kubernetes has an
  /// escaped dot, so that one which is cut at the wrong dot is not found either way.
  private record Split(String rest, String last) {
    static Split of(String name) {
      int dot = name.lastIndexOf('.');
      return dot < 0
          ? new Split("", name)
          : new Split(name.substring(0, dot), name.substring(dot + 1));
    }
  }
}
