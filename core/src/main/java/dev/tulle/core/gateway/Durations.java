package dev.tulle.core.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads durations as the Gateway API writes them (GEP-2257): `1h30m`, `500ms`.
final class Durations {

  private static final Pattern WHOLE = Pattern.compile("(?:[0-9]{1,5}(?:h|ms|m|s)){1,4}");
  private static final Pattern PART = Pattern.compile("([0-9]+)(h|ms|m|s)");

  private Durations() {}

  static Optional<Duration> read(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    var sum = Duration.ZERO;
    var part = PART.matcher(text);
    while (part.find()) {
      sum = sum.plus(one(Long.parseLong(part.group(1)), part.group(2)));
    }
    return Optional.of(sum);
  }

  private static Duration one(long count, String unit) {
    return switch (unit) {
      case "h" -> Duration.ofHours(count);
      case "m" -> Duration.ofMinutes(count);
      case "s" -> Duration.ofSeconds(count);
      default -> Duration.ofMillis(count);
    };
  }
}
