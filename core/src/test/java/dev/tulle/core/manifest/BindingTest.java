package dev.tulle.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BindingTest {

  private static final Set<String> SIMPLE =
      Set.of("String", "Integer", "Long", "Boolean", "Double", "IntOrString", "Quantity", "Object");

  private final Schemas schemas = Schemas.published();
  private final Binding binding = new Binding(schemas);
  private final List<String> missing = new ArrayList<>();
  private final Set<Class<?>> seen = new HashSet<>();

  /// Every field that the schemas of all kinds allow has its place in the model's classes, but for
  /// the status, which is never bound.
  @Test
  void theModelHasAFieldForEachPropertyOfASchema() {
    for (var kind : KnownKind.values()) {
      for (var version : kind.versions()) {
        check(schemas.named(kind.schema(version).orElseThrow()), kind.type());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(seen).hasSizeGreaterThan(130);
  }

  private void check(Schema referring, Type type) {
    var schema = schemas.resolved(referring);
    if (type instanceof ParameterizedType generic) {
      boolean list = generic.getRawType() == List.class;
      var inner = list ? schema.items() : schema.additional();
      inner.ifPresent(s -> check(s, generic.getActualTypeArguments()[list ? 0 : 1]));
      return;
    }
    var of = (Class<?>) type;
    if (SIMPLE.contains(of.getSimpleName()) || !seen.add(of)) {
      boolean plain = schema.properties().isEmpty() && schema.items().isEmpty();
      if (SIMPLE.contains(of.getSimpleName()) && !plain) {
        missing.add(of + " for " + schema);
      }
      return;
    }
    if (!schema.type().equals("object")) {
      missing.add(of + " for " + schema);
    }
    schema
        .properties()
        .forEach(
            (name, property) -> {
              var field = binding.field(of, name);
              if (name.equals("status")) {
                return;
              }
              if (field == null) {
                missing.add(of.getSimpleName() + "." + name);
              } else if (!name.equals("managedFields")) {
                check(property, field.getGenericType());
              }
            });
  }
}
