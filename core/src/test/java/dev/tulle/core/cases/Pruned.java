package dev.tulle.core.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every tree that a tree becomes when one of its nodes is deleted, or is null.
final class Pruned {

  private Pruned() {}

  static List<Object> of(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> ofMap(map);
      case List<?> list -> ofList(list);
      default -> List.of();
    };
  }

  private static List<Object> ofMap(Map<?, ?> map) {
    var all = new ArrayList<Object>();
    map.forEach(
        (key, value) -> {
          var without = new LinkedHashMap<Object, Object>(map);
          without.remove(key);
          all.add(without);
          all.add(with(map, key, null));
          if (value != null) {
            of(value).forEach(pruned -> all.add(with(map, key, pruned)));
          }
        });
    return all;
  }

  private static Map<Object, @Nullable Object> with(
      Map<?, ?> map, Object key, @Nullable Object value) {
    var copy = new LinkedHashMap<Object, @Nullable Object>(map);
    copy.put(key, value);
    return copy;
  }

  private static List<Object> ofList(List<?> list) {
    var all = new ArrayList<Object>();
    for (int i = 0; i < list.size(); i++) {
      var without = new ArrayList<Object>(list);
      without.remove(i);
      all.add(without);
      all.add(with(list, i, null));
      var item = list.get(i);
      if (item != null) {
        for (var pruned : of(item)) {
          all.add(with(list, i, pruned));
        }
      }
    }
    return all;
  }

  private static List<@Nullable Object> with(List<?> list, int index, @Nullable Object value) {
    var copy = new ArrayList<@Nullable Object>(list);
    copy.set(index, value);
    return copy;
  }
}
