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
import java.util.SortedSet;
import java.util.TreeSet;

/// What the addresses of all Services are called in reverse. Immutable; kept in many small maps, so
/// that an edit copies only those of the addresses it touches.
final class ReverseIndex {

  /// A name of an address, and whether the address is the Service's own or an endpoint's.
  record Entry(boolean cluster, String target) {}

  // one order whatever the order of edits; a Service's own address comes first
  private static final Comparator<Entry> ORDER =
      Comparator.comparing((Entry entry) -> !entry.cluster()).thenComparing(Entry::target);

  private static final int SHARDS = 1024;

  static final ReverseIndex EMPTY = new ReverseIndex(Collections.nCopies(SHARDS, Map.of()));

  private final List<Map<InetAddress, SortedSet<Entry>>> shards;

  private ReverseIndex(List<Map<InetAddress, SortedSet<Entry>>> shards) {
    this.shards = shards;
  }

  /// This index without the entries of the parts that went, and with those of the ones that came.
  ReverseIndex with(Collection<ServiceNames> gone, Collection<ServiceNames> come) {
    var edit = new Edit();
    for (var part : gone) {
      part.pointers().forEach((address, entries) -> edit.of(address).removeAll(entries));
    }
    for (var part : come) {
      part.pointers().forEach((address, entries) -> edit.of(address).addAll(entries));
    }
    return edit.applied();
  }

  /// The names of an address; a cluster address has one, whatever endpoints use it too.
  List<Value> of(InetAddress address) {
    var entries = shards.get(shard(address)).getOrDefault(address, Collections.emptySortedSet());
    long count = !entries.isEmpty() && entries.first().cluster() ? 1 : entries.size();
    return entries.stream().limit(count).<Value>map(e -> new Pointer(e.target())).toList();
  }

  private static int shard(InetAddress address) {
    int hash = address.hashCode();
    return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (SHARDS - 1);
  }

  /// Entries by address while they are edited, each copied once.
  private final class Edit {
    private final Map<InetAddress, SortedSet<Entry>> touched = new HashMap<>();

    SortedSet<Entry> of(InetAddress address) {
      return touched.computeIfAbsent(
          address,
          key -> {
            var copy = new TreeSet<>(ORDER);
            copy.addAll(shards.get(shard(key)).getOrDefault(key, Collections.emptySortedSet()));
            return copy;
          });
    }

    ReverseIndex applied() {
      if (touched.isEmpty()) {
        return ReverseIndex.this;
      }
      var edited = new ArrayList<>(shards);
      var copied = new boolean[SHARDS];
      touched.forEach(
          (address, entries) -> {
            int shard = shard(address);
            if (!copied[shard]) {
              edited.set(shard, new HashMap<>(edited.get(shard)));
              copied[shard] = true;
            }
            if (entries.isEmpty()) {
              edited.get(shard).remove(address);
            } else {
              edited.get(shard).put(address, entries);
            }
          });
      return new ReverseIndex(edited);
    }
  }
}
