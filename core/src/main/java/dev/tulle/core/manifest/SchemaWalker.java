package dev.tulle.core.manifest;

import dev.tulle.core.manifest.YamlNode.Flag;
import dev.tulle.core.manifest.YamlNode.Fraction;
import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Nothing;
import dev.tulle.core.manifest.YamlNode.Sequence;
import dev.tulle.core.manifest.YamlNode.Text;
import dev.tulle.core.manifest.YamlNode.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Holds an object against a schema: unknown and missing fields, types, and what values may be. It
/// knows nothing of any kind. `null` means that a field is not there, as for an API server.
final class SchemaWalker {

  private static final Pattern QUANTITY =
      Pattern.compile(
          "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?");

  private final Schemas schemas;
  private final Report report;
  private boolean evaluable = true;

  SchemaWalker(Schemas schemas, Report report) {
    this.schemas = schemas;
    this.report = report;
  }

  /// Whether what has been walked is near enough to its schema for the rules in it to be evaluated,
  /// as an API server sees it: fields and types are right, and nothing is too long.
  boolean isEvaluable() {
    return evaluable;
  }

  private void misfit(String path, String reason, String says, String cure) {
    evaluable = false;
    report.error(path, reason, says, cure);
  }

  void walk(YamlNode node, Schema referring, String path) {
    var schema = schemas.resolved(referring);
    junctors(node, schema, path);
    if (schema.intOrString()) {
      intOrString(node, schema, path);
      return;
    }
    switch (schema.type()) {
      case "object" -> object(node, schema, path);
      case "array" -> array(node, schema, path);
      case "string" -> text(node, schema, path);
      case "integer" -> whole(node, schema, path);
      case "number" -> number(node, schema, path);
      case "boolean" -> {
        if (!(node instanceof Flag)) {
          wrong(node, path, "true or false");
        }
      }
      default -> {}
    }
  }

  private void junctors(YamlNode node, Schema schema, String path) {
    if (JunctorMatch.holds(node, schema.junctors())) {
      return;
    }
    JunctorMatch.miss(node, schema.junctors())
        .ifPresentOrElse(
            miss ->
                report.error(
                    child(path, miss.field()),
                    "InvalidValue",
                    "must be " + miss.wanted(),
                    "write such a value, or change `" + String.join("` or `", miss.others()) + "`"),
            () ->
                report.error(
                    path,
                    "InvalidValue",
                    "has none of the forms allowed: " + JunctorMatch.forms(schema.junctors()),
                    "correct what differs"));
  }

  private void object(YamlNode node, Schema schema, String path) {
    if (!(node instanceof Mapping mapping)) {
      wrong(node, path, "a mapping (`key: value` lines)");
      return;
    }
    evaluable &= mapping.duplicates().isEmpty();
    for (var duplicate : mapping.duplicates()) {
      report.errorOn(
          duplicate.line(),
          child(path, duplicate.key()),
          "DuplicateField",
          "stands here and on line " + duplicate.firstLine(),
          "keep one of the two");
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              var known = Optional.ofNullable(schema.properties().get(key));
              var field = known.or(schema::additional);
              if (field.isPresent()) {
                if (!(entry.value() instanceof Nothing)) {
                  walk(entry.value(), field.get(), child(path, key));
                }
              } else if (!schema.preserveUnknown() && !schema.properties().isEmpty()) {
                unknown(path, key, schema.properties());
              }
            });
    length(mapping.entries().size(), "entries", schema, path);
    schema.required().stream()
        .filter(key -> isAbsent(mapping, key))
        .forEach(key -> missing(child(path, key), key));
  }

  private static boolean isAbsent(Mapping mapping, String key) {
    var entry = mapping.entries().get(key);
    return entry == null || entry.value() instanceof Nothing;
  }

  private void unknown(String path, String key, Map<String, Schema> known) {
    var near = Spelling.nearest(key, known.keySet());
    misfit(
        child(path, key),
        "UnknownField",
        "is not a field that Kubernetes knows",
        near.map(n -> "write `" + n + "`, or remove the line")
            .orElse("remove it, or move it to where it belongs"));
  }

  private void missing(String path, String key) {
    misfit(path, "MissingField", "is missing", "add `" + key + ":` with its value");
  }

  private void array(YamlNode node, Schema schema, String path) {
    if (!(node instanceof Sequence sequence)) {
      wrong(node, path, "a list (lines that begin with `- `)");
      return;
    }
    length(sequence.items().size(), "items", schema, path);
    evaluable &= new Duplicates(report).none(sequence, schema.uniqueness(), path);
    for (int i = 0; i < sequence.items().size(); i++) {
      int index = i;
      schema.items().ifPresent(s -> walk(sequence.items().get(index), s, path + "[" + index + "]"));
    }
  }

  private void text(YamlNode node, Schema schema, String path) {
    if (!(node instanceof Text text)) {
      wrong(node, path, "text");
      return;
    }
    var value = text.value();
    oneOf(value, true, schema, path);
    length(value.codePointCount(0, value.length()), "characters", schema, path);
    schema
        .limits()
        .pattern()
        .filter(pattern -> !pattern.isIn(value))
        .ifPresent(
            pattern ->
                report.error(
                    path,
                    "InvalidValue",
                    "is " + report.noun(node) + ", which does not match " + pattern,
                    Cures.cure(pattern.toString(), "write a value that does")));
    if (schema.format().equals("byte") && !isBase64(value)) {
      report.error(
          path,
          "InvalidBase64",
          "is not base64",
          "encode the value with `base64 -w0`, or in a Secret move it to `stringData` as it is");
    }
  }

  private void oneOf(String value, boolean quoted, Schema schema, String path) {
    var values = schema.limits().values();
    if (values.isEmpty() || values.contains(value)) {
      return;
    }
    misfit(
        path,
        "InvalidValue",
        "is "
            + (quoted ? "\"" + value + "\"" : value)
            + ", which is none of "
            + String.join(", ", values),
        (quoted ? Spelling.nearest(value, values) : Optional.<String>empty())
            .map(near -> "write `" + near + "`")
            .orElse("write one of them"));
  }

  private void length(int length, String unit, Schema schema, String path) {
    var limits = schema.limits();
    if (length < limits.shortest() || length > limits.longest()) {
      boolean few = length < limits.shortest();
      evaluable &= few;
      report.error(
          path,
          "InvalidValue",
          "has "
              + length
              + " "
              + unit
              + ", and must have at "
              + (few ? "least " + limits.shortest() : "most " + limits.longest()),
          few ? "add some" : "shorten it");
    }
  }

  private void whole(YamlNode node, Schema schema, String path) {
    if (node instanceof Whole whole) {
      oneOf(whole.value().toString(), false, schema, path);
      range(whole, schema, path);
    } else {
      wrong(node, path, "a whole number");
    }
  }

  private void number(YamlNode node, Schema schema, String path) {
    switch (node) {
      case Whole whole -> bounds(new BigDecimal(whole.value()), schema, path);
      case Fraction fraction -> bounds(fraction.value(), schema, path);
      case Text _, Flag _, Nothing _, Mapping _, Sequence _ -> wrong(node, path, "a number");
    }
  }

  private void range(Whole whole, Schema schema, String path) {
    int bits = schema.format().equals("int32") ? 31 : 63;
    if (whole.value().bitLength() > bits) {
      report.error(
          path,
          "InvalidValue",
          "is " + whole.value() + ", which is out of range",
          "write a number up to " + BigInteger.TWO.pow(bits).subtract(BigInteger.ONE));
      return;
    }
    bounds(new BigDecimal(whole.value()), schema, path);
  }

  private void bounds(BigDecimal value, Schema schema, String path) {
    var limits = schema.limits();
    boolean small = value.doubleValue() < limits.smallest();
    if (!small && value.doubleValue() <= limits.largest()) {
      return;
    }
    boolean open = Double.isInfinite(limits.smallest()) || Double.isInfinite(limits.largest());
    var wanted =
        open
            ? (small
                ? "at least " + plain(limits.smallest())
                : "at most " + plain(limits.largest()))
            : "between " + plain(limits.smallest()) + " and " + plain(limits.largest());
    report.error(
        path,
        "InvalidValue",
        "is " + value.toPlainString() + ", and must be " + wanted,
        "write such a number");
  }

  private static String plain(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }

  private void intOrString(YamlNode node, Schema schema, String path) {
    boolean quantity = schema.format().equals("quantity");
    switch (node) {
      case Whole whole -> {
        if (!quantity && whole.value().bitLength() > 31) {
          wrong(node, path, "a whole number up to 2147483647, or text");
        }
      }
      case Fraction _ -> {
        if (!quantity) {
          wrong(node, path, "a whole number or text");
        }
      }
      case Text text -> {
        if (quantity && !QUANTITY.matcher(text.value()).matches()) {
          report.error(
              path,
              "InvalidValue",
              "is " + report.noun(node) + ", not a quantity",
              "write e.g. `100Mi`");
        }
      }
      case Flag _, Nothing _, Mapping _, Sequence _ ->
          wrong(node, path, quantity ? "a quantity such as `500m`" : "a whole number or text");
    }
  }

  private void wrong(YamlNode node, String path, String expected) {
    boolean quotable =
        expected.equals("text")
            && (node instanceof Whole || node instanceof Fraction || node instanceof Flag);
    boolean quoted = expected.equals("a whole number") && node instanceof Text;
    evaluable = false;
    report.errorOn(
        path.isEmpty() ? node.line() : report.lines().line(path),
        path,
        "WrongType",
        "must be " + expected + ", and is " + report.noun(node),
        quotable
            ? "put it in quotes"
            : quoted ? "write a number, without quotes" : "write " + expected);
  }

  private static boolean isBase64(String value) {
    try {
      // Go's decoder, too, skips line breaks, and wants the padding
      var lines = value.replace("\n", "").replace("\r", "");
      Base64.getDecoder().decode(lines);
      return lines.length() % 4 == 0;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  static String child(String path, String key) {
    if (key.indexOf('.') >= 0 || key.indexOf('/') >= 0) {
      return path + "[" + key + "]";
    }
    return path.isEmpty() ? key : path + "." + key;
  }
}
