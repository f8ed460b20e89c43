package dev.tulle.core.gateway;

import java.util.regex.Pattern;

/// What HTTP takes as the name of a header, and as its value.
final class HeaderNames {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+\\-.^_`|~]{1,256}");

  private HeaderNames() {}

  static boolean isValid(String name) {
    return NAME.matcher(name).matches();
  }

  static boolean isValidValue(String value) {
    return value.chars().allMatch(sign -> (sign >= ' ' && sign != 0x7f) || sign == '\t');
  }
}
