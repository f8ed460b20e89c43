package dev.tulle.core.manifest;

import dev.tulle.core.manifest.YamlNode.Flag;
import dev.tulle.core.manifest.YamlNode.Fraction;
import dev.tulle.core.manifest.YamlNode.Nothing;
import dev.tulle.core.manifest.YamlNode.Text;
import dev.tulle.core.manifest.YamlNode.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What an unquoted scalar means. These are the rules of kubectl (YAML 1.1 as go-yaml has it), not
/// those of YAML 1.2: `yes` and `off` are truth values, `0644` is octal, dates are text. A manifest
/// must not mean one thing in a folder and another in a cluster.
final class Scalars {

  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> YES =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> NO =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");

  private static final Pattern WHOLE =
      Pattern.compile("[-+]?(0|[1-9][0-9]*|0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+)");
  private static final Pattern FRACTION =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");
  private static final BigDecimal LARGEST_WHOLE = new BigDecimal("1e21");

  private Scalars() {}

  static YamlNode plain(String value, int line, int column) {
    if (NOTHING.contains(value)) {
      return new Nothing(line, column);
    }
    if (YES.contains(value) || NO.contains(value)) {
      return new Flag(YES.contains(value), line, column);
    }
    return number(value, line, column).orElseGet(() -> new Text(value, line, column));
  }

  private static Optional<YamlNode> number(String value, int line, int column) {
    char first = value.charAt(0);
    if (value.length() > 64 || (first > '9' || (first < '0' && "+-.".indexOf(first) < 0))) {
      return Optional.empty();
    }
    var digits = value.replace("_", "");
    if (WHOLE.matcher(digits).matches()) {
      return Optional.of(new Whole(whole(digits), line, column));
    }
    if (!FRACTION.matcher(digits).matches()) {
      return Optional.empty();
    }
    var decimal = new BigDecimal(digits.endsWith(".") ? digits + "0" : digits.replace(".e", ".0e"));
    // 80.0 and 1e3 reach an API server as the whole numbers 80 and 1000
    boolean whole =
        decimal.abs().compareTo(LARGEST_WHOLE) < 0
            && decimal.remainder(BigDecimal.ONE).signum() == 0;
    return Optional.of(
        whole
            ? new Whole(decimal.toBigInteger(), line, column)
            : new Fraction(decimal, line, column));
  }

  private static BigInteger whole(String digits) {
    boolean negative = digits.startsWith("-");
    var rest = (negative || digits.startsWith("+")) ? digits.substring(1) : digits;
    var lower = rest.toLowerCase(Locale.ROOT);
    BigInteger magnitude;
    if (lower.startsWith("0x")) {
      magnitude = new BigInteger(lower.substring(2), 16);
    } else if (lower.startsWith("0b")) {
      magnitude = new BigInteger(lower.substring(2), 2);
    } else if (lower.startsWith("0o")) {
      magnitude = new BigInteger(lower.substring(2), 8);
    } else if (lower.startsWith("0") && lower.length() > 1) {
      magnitude = new BigInteger(lower, 8);
    } else {
      magnitude = new BigInteger(lower);
    }
    return negative ? magnitude.negate() : magnitude;
  }
}
