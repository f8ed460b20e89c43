package dev.tulle.core.manifest;

import dev.tulle.core.cel.Value;
import dev.tulle.core.cel.Value.Fields;
import dev.tulle.core.cel.Value.Items;
import java.util.Map;

/// Holds an object that agrees with its schema against the rules in it. Those that compare it with
/// the version before do not apply: an object of a file is as if it were made anew.
final class SchemaRules {

  private final Report report;

  SchemaRules(Report report) {
    this.report = report;
  }

  void check(Value value, Schema schema, String path) {
    if (!schema.rules().isEmpty()) {
      var self = Map.of("self", value);
      schema.rules().stream()
          .filter(rule -> !rule.isOfChange())
          .forEach(rule -> check(rule, self, path));
    }
    switch (value) {
      case Fields(var values) ->
          values.forEach(
              (key, inner) -> {
                var property = schema.properties().get(key);
                var field = property == null ? schema.additional().orElse(null) : property;
                if (field != null) {
                  check(inner, field, SchemaWalker.child(path, key));
                }
              });
      case Items(var values) -> {
        if (schema.items().isPresent()) {
          for (int i = 0; i < values.size(); i++) {
            check(values.get(i), schema.items().get(), path + "[" + i + "]");
          }
        }
      }
      case Value.Truth _,
          Value.Whole _,
          Value.Fraction _,
          Value.Text _,
          Value.Span _,
          Value.Nothing _,
          Value.Wrong _ -> {}
    }
  }

  private void check(Rule rule, Map<String, Value> self, String path) {
    var program = rule.program();
    if (!program.evaluate(self).equals(Value.TRUE)) {
      var culprit = program.culprit(self);
      report.error(
          culprit.isPresent() ? path + "[" + culprit.getAsInt() + "]" : path,
          "InvalidValue",
          "breaks the rule: " + rule.message(),
          Cures.cure(rule.message(), "correct it"));
    }
  }
}
