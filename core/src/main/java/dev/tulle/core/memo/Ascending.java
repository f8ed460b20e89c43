package dev.tulle.core.memo;

import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Looks keys up in a sorted map of natural order, each no less than the one before: one walk over
/// the map for all of them, in which keys that are the same instance are not even compared.
public final class Ascending<K extends Comparable<? super K>, V> {

  private final Iterator<Map.Entry<K, V>> rest;
  private Map.@Nullable Entry<K, V> current;

  public Ascending(SortedMap<K, V> map) {
    this.rest = map.entrySet().iterator();
    advance();
  }

  /// Null where there is none.
  @SuppressWarnings("ReferenceEquality") // spares the comparison of keys that are the same
  public @Nullable V get(K key) {
    while (current != null) {
      int order = current.getKey() == key ? 0 : current.getKey().compareTo(key);
      if (order >= 0) {
        return order == 0 ? current.getValue() : null;
      }
      advance();
    }
    return null;
  }

  private void advance() {
    current = rest.hasNext() ? rest.next() : null;
  }
}
