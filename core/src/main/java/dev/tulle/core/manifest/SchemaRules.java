package dev.tulle.core.manifest;

import dev.tulle.core.cel.Program;
import dev.tulle.core.cel.Value;
import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Sequence;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Holds an object that agrees with its schema against the rules in it. Those that compare it with
/// the version before do not apply: an object of a file is as if it were made anew.
final class SchemaRules {

  private final Map<String, Program> programs = new ConcurrentHashMap<>();

  void check(YamlNode node, Schema schema, String path, Report report) {
    if (!schema.rules().isEmpty()) {
      var self = Map.of("self", NodeValue.of(node));
      schema.rules().stream()
          .filter(rule -> !rule.expression().contains("oldSelf"))
          .forEach(rule -> check(rule, self, path, report));
    }
    switch (node) {
      case Mapping mapping ->
          mapping
              .entries()
              .forEach(
                  (key, entry) -> {
                    var property = schema.properties().get(key);
                    var field = property == null ? schema.additional().orElse(null) : property;
                    if (field != null) {
                      check(entry.value(), field, SchemaWalker.child(path, key), report);
                    }
                  });
      case Sequence sequence -> {
        if (schema.items().isPresent()) {
          for (int i = 0; i < sequence.items().size(); i++) {
            check(sequence.items().get(i), schema.items().get(), path + "[" + i + "]", report);
          }
        }
      }
      case YamlNode.Text _,
          YamlNode.Whole _,
          YamlNode.Fraction _,
          YamlNode.Flag _,
          YamlNode.Nothing _ -> {}
    }
  }

  private void check(Schema.Rule rule, Map<String, Value> self, String path, Report report) {
    var program = programs.computeIfAbsent(rule.expression(), Program::of);
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
