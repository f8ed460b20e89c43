package dev.tulle.core.memo;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Makes sorted maps out of sorted maps in linear time, which `put` one by one does not.
public final class SortedMaps {

  private SortedMaps() {}

  /// The same keys with other values.
  @SuppressWarnings("unchecked") // a copy whose values are replaced one by one, all of them
  public static <K, V, W> SortedMap<K, W> mapValues(
      SortedMap<K, V> map, BiFunction<K, V, W> function) {
    var copy = new TreeMap<>((SortedMap<K, Object>) (SortedMap<K, ?>) map);
    copy.replaceAll((key, value) -> (Object) function.apply(key, (V) value));
    return (SortedMap<K, W>) (SortedMap<K, ?>) copy;
  }

  /// All entries of maps of which each ends before the next begins, in natural order.
  public static <K extends Comparable<? super K>, V> SortedMap<K, V> concat(
      List<SortedMap<K, V>> maps) {
    return new TreeMap<>(new Concatenated<>(maps));
  }

  /// As much of a sorted map as `TreeMap` asks of one that it copies.
  @SuppressWarnings("JdkObsolete") // TreeMap asks for no more
  private static final class Concatenated<K, V> extends AbstractMap<K, V>
      implements SortedMap<K, V> {
    private final List<SortedMap<K, V>> maps;

    Concatenated(List<SortedMap<K, V>> maps) {
      this.maps = maps;
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
          var entries = new ArrayList<Map.Entry<K, V>>(size());
          maps.forEach(map -> entries.addAll(map.entrySet()));
          return entries.iterator();
        }

        @Override
        public int size() {
          return maps.stream().mapToInt(SortedMap::size).sum();
        }
      };
    }

    @Override
    public @Nullable Comparator<? super K> comparator() {
      return null;
    }

    @Override
    public SortedMap<K, V> subMap(K from, K to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<K, V> headMap(K to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<K, V> tailMap(K from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public K firstKey() {
      throw new UnsupportedOperationException();
    }

    @Override
    public K lastKey() {
      throw new UnsupportedOperationException();
    }
  }
}
