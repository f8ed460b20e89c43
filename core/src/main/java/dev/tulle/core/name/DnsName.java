package dev.tulle.core.name;

import java.util.regex.Pattern;

/// What Kubernetes takes as a DNS name, in lower case and without wildcards.
public final class DnsName {

  private static final int MAX_LENGTH = 253;
  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern LOOKS_LIKE_ADDRESS = Pattern.compile("[0-9.]+");

  private DnsName() {}

  public static boolean isValid(String name) {
    return name.length() <= MAX_LENGTH
        && NAME.matcher(name).matches()
        && !LOOKS_LIKE_ADDRESS.matcher(name).matches();
  }
}
