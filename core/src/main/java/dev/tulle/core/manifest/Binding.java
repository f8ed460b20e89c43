package dev.tulle.core.manifest;

import dev.tulle.core.manifest.YamlNode.Flag;
import dev.tulle.core.manifest.YamlNode.Fraction;
import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Nothing;
import dev.tulle.core.manifest.YamlNode.Sequence;
import dev.tulle.core.manifest.YamlNode.Text;
import dev.tulle.core.manifest.YamlNode.Whole;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Makes objects of Kubernetes' model from nodes that agree with their schema. What only a server
/// writes (`status`, `uid` and the like) is left out.
///
/// It sets the fields of the model's classes itself. A JSON library looks at every class that a Pod
/// can refer to before it reads the first one, which costs more than all else that a start does;
/// this looks at those that occur.
final class Binding {

  private static final Set<String> WRITTEN_BY_SERVERS =
      Set.of(
          "creationTimestamp",
          "deletionGracePeriodSeconds",
          "deletionTimestamp",
          "generation",
          "managedFields",
          "resourceVersion",
          "selfLink",
          "uid");

  private final Schemas schemas;
  private final Map<Class<?>, Map<String, Field>> fields = new ConcurrentHashMap<>();

  Binding(Schemas schemas) {
    this.schemas = schemas;
  }

  <T extends HasMetadata> T bind(Mapping root, Schema schema, Class<T> type) {
    var entries = new LinkedHashMap<>(root.entries());
    entries.remove("status");
    entries.computeIfPresent(
        "metadata",
        (key, entry) -> new YamlNode.Entry(written(entry.value()), entry.line(), entry.column()));
    var trimmed = new Mapping(entries, List.of(), root.line(), root.column());
    return type.cast(object(trimmed, schema, type));
  }

  private static YamlNode written(YamlNode metadata) {
    if (!(metadata instanceof Mapping mapping)) {
      return metadata;
    }
    var entries = new LinkedHashMap<>(mapping.entries());
    entries.keySet().removeAll(WRITTEN_BY_SERVERS);
    return new Mapping(entries, List.of(), mapping.line(), mapping.column());
  }

  private Object value(YamlNode node, Schema referring, Type type) {
    var schema = schemas.resolved(referring);
    if (type.equals(IntOrString.class)) {
      return node instanceof Whole whole
          ? new IntOrString(whole.value().intValueExact())
          : new IntOrString(text(node));
    }
    if (type.equals(Quantity.class)) {
      return Quantity.parse(text(node));
    }
    return switch (node) {
      case Text text -> text.value();
      case Flag flag -> flag.value();
      case Whole whole -> number(whole, type);
      case Fraction fraction -> fraction.value().doubleValue();
      case Sequence sequence -> list(sequence, schema, type);
      case Mapping mapping ->
          isMap(type) ? map(mapping, schema, type) : object(mapping, schema, (Class<?>) type);
      case Nothing _ -> throw new IllegalStateException("nothing has no value");
    };
  }

  private static String text(YamlNode node) {
    return switch (node) {
      case Text text -> text.value();
      case Whole whole -> whole.value().toString();
      case Fraction fraction -> fraction.value().toPlainString();
      case Flag _, Nothing _, Sequence _, Mapping _ ->
          throw new IllegalStateException("not text: " + node);
    };
  }

  private static Number number(Whole whole, Type type) {
    if (type.equals(Integer.class)) {
      return whole.value().intValueExact();
    }
    if (type.equals(Double.class)) {
      return whole.value().doubleValue();
    }
    return whole.value().longValueExact();
  }

  private static boolean isMap(Type type) {
    return (type instanceof ParameterizedType generic && generic.getRawType() == Map.class)
        || type == Object.class;
  }

  private static Type argument(Type type, int index) {
    return type instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[index]
        : Object.class;
  }

  private List<Object> list(Sequence sequence, Schema schema, Type type) {
    var items = schema.items().orElse(schema);
    var list = new ArrayList<Object>();
    for (var item : sequence.items()) {
      if (!(item instanceof Nothing)) {
        list.add(value(item, items, argument(type, 0)));
      }
    }
    return list;
  }

  private Map<String, Object> map(Mapping mapping, Schema schema, Type type) {
    var values = schema.additional().orElse(schema);
    var map = new LinkedHashMap<String, Object>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!(entry.value() instanceof Nothing)) {
                map.put(key, value(entry.value(), values, argument(type, 1)));
              } else if (values.type().equals("string")) {
                map.put(key, "");
              }
            });
    return map;
  }

  private Object object(Mapping mapping, Schema schema, Class<?> type) {
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true); // of a class that nobody else makes, too
      var object = constructor.newInstance();
      for (var entry : mapping.entries().entrySet()) {
        if (!(entry.getValue().value() instanceof Nothing)) {
          set(object, entry.getKey(), entry.getValue().value(), schema);
        }
      }
      return object;
    } catch (ReflectiveOperationException mismatch) {
      throw new IllegalStateException("the model has no such class: " + type, mismatch);
    }
  }

  private void set(Object object, String key, YamlNode value, Schema schema)
      throws IllegalAccessException {
    var field = field(object.getClass(), key);
    if (field == null) {
      throw new IllegalStateException(object.getClass() + " has no field " + key);
    }
    var property = Optional.ofNullable(schema.properties().get(key)).orElse(schema);
    field.set(object, value(value, property, field.getGenericType()));
  }

  /// The field of the model's class for a property; the model puts `_` before Java's keywords.
  @Nullable Field field(Class<?> type, String property) {
    var byName = fields.computeIfAbsent(type, Binding::fieldsOf);
    var field = byName.get(property);
    return field == null ? byName.get("_" + property) : field;
  }

  private static Map<String, Field> fieldsOf(Class<?> type) {
    var byName = new LinkedHashMap<String, Field>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (var field : each.getDeclaredFields()) {
        field.setAccessible(true);
        byName.putIfAbsent(field.getName(), field);
      }
    }
    return byName;
  }
}
