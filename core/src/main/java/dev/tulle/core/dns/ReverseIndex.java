package dev.tulle.core.dns;

import dev.tulle.core.dns.ResourceRecord.Pointer;
import dev.tulle.core.dns.ResourceRecord.Value;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the addresses of all Services are called in reverse. Immutable; kept in many small maps, so
/// that an edit copies only those of the addresses it touches.
final class ReverseIndex {

  /// A name of an address, and whether the address is the Service's own or an endpoint's.
  record Entry(InetAddress address, boolean cluster, String target) {}

  // one order whatever the order of edits; a Service's own address comes first
  private static final Comparator<Entry> ORDER =
      Comparator.comparing((Entry entry) -> !entry.cluster()).thenComparing(Entry::target);

  private static final int SHARDS = 1024;

  static final ReverseIndex EMPTY = new ReverseIndex(Collections.nCopies(SHARDS, Map.of()));

  private final List<Map<InetAddress, List<Entry>>> shards;

  private ReverseIndex(List<Map<InetAddress, List<Entry>>> shards) {
    this.shards = shards;
  }

  /// This index without the entries of the parts that went, and with those of the ones that came.
  ReverseIndex with(Collection<ServiceNames> gone, Collection<ServiceNames> come) {
    var edit = new Edit();
    gone.forEach(part -> part.pointers().forEach(edit::remove));
    come.forEach(part -> part.pointers().forEach(edit::add));
    return edit.applied();
  }

  /// The names of an address; a cluster address has one, whatever endpoints use it too.
  List<Value> of(InetAddress address) {
    var entries = shards.get(shard(address)).getOrDefault(address, List.of());
    long count = !entries.isEmpty() && entries.getFirst().cluster() ? 1 : entries.size();
    return entries.stream().limit(count).<Value>map(e -> new Pointer(e.target())).toList();
  }

  private static int shard(InetAddress address) {
    int hash = address.hashCode();
    return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (SHARDS - 1);
  }

  /// The shards while they are edited, each copied once. Most addresses have one entry.
  private final class Edit {
    private final List<Map<InetAddress, List<Entry>>> edited = new ArrayList<>(shards);
    private final boolean[] copied = new boolean[SHARDS];

    void add(Entry entry) {
      of(entry.address())
          .merge(
              entry.address(),
              List.of(entry),
              (before, one) -> Stream.concat(before.stream(), one.stream()).sorted(ORDER).toList());
    }

    void remove(Entry entry) {
      of(entry.address())
          .computeIfPresent(
              entry.address(),
              (address, before) -> {
                var left = before.stream().filter(one -> !one.equals(entry)).toList();
                return left.isEmpty() ? null : left;
              });
    }

    private Map<InetAddress, List<Entry>> of(InetAddress address) {
      int shard = shard(address);
      if (!copied[shard]) {
        edited.set(shard, new HashMap<>(edited.get(shard)));
        copied[shard] = true;
      }
      return edited.get(shard);
    }

    ReverseIndex applied() {
      return new ReverseIndex(edited);
    }
  }
}
