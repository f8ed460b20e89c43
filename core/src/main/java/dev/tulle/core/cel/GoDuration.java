package dev.tulle.core.cel;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// A duration as Go writes it, such as `1h30m` or `1.5s`.
final class GoDuration {

  private static final String PART = "([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)";
  private static final Pattern WHOLE = Pattern.compile("[+-]?(?:0|(?:" + PART + ")+)");
  private static final Pattern PARTS = Pattern.compile(PART);
  private static final Map<String, BigDecimal> NANOSECONDS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1_000),
          "µs", BigDecimal.valueOf(1_000),
          "μs", BigDecimal.valueOf(1_000),
          "ms", BigDecimal.valueOf(1_000_000),
          "s", BigDecimal.valueOf(1_000_000_000L),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "h", BigDecimal.valueOf(3_600_000_000_000L));

  private GoDuration() {}

  static Value parsed(String text) {
    if (!WHOLE.matches(text)) {
      return new Value.Wrong("invalid duration \"" + text + "\"");
    }
    var sum = BigDecimal.ZERO;
    var parts = PARTS.matcher(text);
    while (parts.find()) {
      var unit = Objects.requireNonNull(NANOSECONDS.get(parts.group(2)));
      sum = sum.add(new BigDecimal(parts.group(1)).multiply(unit));
    }
    var nanoseconds = text.startsWith("-") ? sum.negate() : sum;
    // Go keeps a duration as an int64 of nanoseconds
    return nanoseconds.toBigInteger().bitLength() > 63
        ? new Value.Wrong("invalid duration \"" + text + "\"")
        : new Value.Span(Duration.ofNanos(nanoseconds.longValue()));
  }
}
