package dev.tulle.core.dns;

import dev.tulle.core.dns.ResourceRecord.Alias;
import dev.tulle.core.dns.ResourceRecord.Authority;
import dev.tulle.core.dns.ResourceRecord.Host;
import dev.tulle.core.dns.ResourceRecord.Location;
import dev.tulle.core.dns.ResourceRecord.NameServer;
import dev.tulle.core.dns.ResourceRecord.Text;
import dev.tulle.core.dns.ResourceRecord.Value;
import dev.tulle.core.world.World;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Every name of a cluster, and the answer to every question. Immutable; a question takes the same
/// time however many Services there are. See the Kubernetes DNS specification 1.1.0,
/// <https://github.com/kubernetes/dns/blob/master/docs/specification.md>.
public final class NameTable {

  /// How many seconds an answer may be kept, a negative one too: a change is seen within it.
  private static final int TTL = 5;

  private static final int VERSION_TTL = 28_800;
  private static final int MOST_ALIASES = 8;

  private final Zone zone;
  private final Optional<ClusterNames> cluster;

  private NameTable(Zone zone, Optional<ClusterNames> cluster) {
    this.zone = zone;
    this.cluster = cluster;
  }

  /// The table before every Service is known: it refuses to guess.
  public static NameTable unsynced(Zone zone) {
    return new NameTable(zone, Optional.empty());
  }

  public static NameTable of(Zone zone, World world) {
    return unsynced(zone).next(world);
  }

  /// The table of a world. It answers as a fresh one does, but what did not change is taken over
  /// from this one; it is this one where no name changed.
  public NameTable next(World world) {
    var before = cluster.orElseGet(() -> ClusterNames.empty(zone));
    var after = before.next(world);
    return cluster.isPresent() && before == after ? this : new NameTable(zone, Optional.of(after));
  }

  /// What leads from an earlier table of the same zone to this one, which is synced: all of it
  /// where the earlier one is not.
  public NameChanges since(NameTable before) {
    return cluster.orElseThrow().since(before.cluster.orElseGet(() -> ClusterNames.empty(zone)));
  }

  /// This table with changes to it.
  public NameTable with(NameChanges changes) {
    var before = cluster.orElseGet(() -> ClusterNames.empty(zone));
    return new NameTable(zone, Optional.of(before.with(changes)));
  }

  public Zone zone() {
    return zone;
  }

  public Answer answer(Question question) {
    var name = question.name().toLowerCase(Locale.ROOT);
    if (zone.contains(name)) {
      return cluster.map(names -> inZone(names, question, name)).orElseGet(NameTable::notSynced);
    }
    return ReverseName.read(name)
        .map(address -> reverse(address, question, name))
        .orElseGet(Answer.Elsewhere::new);
  }

  private static Answer notSynced() {
    return new Answer.Unanswerable(Answer.Reason.NOT_SYNCED);
  }

  private Answer reverse(InetAddress address, Question question, String name) {
    boolean ours = zone.holds(address);
    if (cluster.isEmpty()) {
      return ours ? notSynced() : new Answer.Elsewhere();
    }
    var pointers = cluster.get().pointers(address);
    if (pointers.isEmpty() && !ours) {
      return new Answer.Elsewhere();
    }
    var node = Optional.of(pointers).filter(values -> !values.isEmpty());
    var found = records(question.name(), question.type(), node.orElse(List.of()));
    return new Answer.Known(
        node.isPresent(), found, authority(ReverseName.zoneOf(name), found), List.of());
  }

  /// Follows aliases within the zone; the owner of the first record is written as it was asked.
  private Answer inZone(ClusterNames names, Question question, String name) {
    var aliases = new ArrayList<ResourceRecord>();
    var owner = question.name();
    var current = name;
    while (aliases.size() <= MOST_ALIASES) {
      var node = node(names, current);
      var alias = alias(node.orElse(List.of()), question.type());
      if (alias.isEmpty()) {
        var found = records(owner, question.type(), node.orElse(List.of()));
        var answers = new ArrayList<>(aliases);
        answers.addAll(found);
        return new Answer.Known(
            node.isPresent(), answers, authority(zone.origin(), found), additional(names, found));
      }
      aliases.add(new ResourceRecord(owner, TTL, alias.get()));
      owner = alias.get().target();
      current = owner.toLowerCase(Locale.ROOT);
      if (!zone.contains(current)) {
        return new Answer.Continued(aliases, owner);
      }
    }
    return new Answer.Unanswerable(Answer.Reason.ALIAS_LOOP);
  }

  private static Optional<Alias> alias(List<Value> node, int type) {
    boolean itself = type == RecordType.CNAME || type == RecordType.ANY;
    return !itself && !node.isEmpty() && node.getFirst() instanceof Alias alias
        ? Optional.of(alias)
        : Optional.empty();
  }

  /// The values of a name of the zone in lower case; empty where there is no such name.
  private Optional<List<Value>> node(ClusterNames names, String name) {
    var relative = name.substring(0, name.length() - zone.origin().length());
    return switch (relative) {
      case "" -> Optional.of(List.of(soa(), new NameServer("ns.dns." + zone.origin())));
      case "dns-version." -> Optional.of(List.of(new Text("1.1.0")));
      case "ns.dns." -> Optional.of(zone.servers().stream().<Value>map(Host::new).toList());
      case "dns." -> Optional.of(List.of());
      default -> names.node(relative.substring(0, relative.length() - 1));
    };
  }

  private static List<ResourceRecord> records(String owner, int type, List<Value> values) {
    var found = new ArrayList<ResourceRecord>(values.size());
    for (var value : values) {
      if (type == RecordType.ANY || type == value.type()) {
        found.add(new ResourceRecord(owner, value instanceof Text ? VERSION_TTL : TTL, value));
      }
    }
    return found;
  }

  /// The addresses of the targets that the records name.
  private List<ResourceRecord> additional(ClusterNames names, List<ResourceRecord> records) {
    var targets = new LinkedHashSet<String>();
    for (var found : records) {
      if (found.value() instanceof Location location) {
        targets.add(location.target());
      } else if (found.value() instanceof NameServer server) {
        targets.add(server.target());
      }
    }
    var addresses = new ArrayList<ResourceRecord>();
    for (var target : targets) {
      for (var value : node(names, target).orElse(List.of())) {
        if (value instanceof Host) {
          addresses.add(new ResourceRecord(target, TTL, value));
        }
      }
    }
    return addresses;
  }

  /// What makes a denial last: without records of the type asked for, the SOA.
  private List<ResourceRecord> authority(String origin, List<ResourceRecord> found) {
    return found.isEmpty() ? List.of(new ResourceRecord(origin, TTL, soa())) : List.of();
  }

  private Authority soa() {
    return new Authority("ns.dns." + zone.origin(), "hostmaster." + zone.origin(), TTL);
  }
}
