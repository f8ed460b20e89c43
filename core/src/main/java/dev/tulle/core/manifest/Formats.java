package dev.tulle.core.manifest;

import java.util.Optional;
import java.util.regex.Pattern;

/// The forms of names in Kubernetes. Each method gives what is wrong with a text, as the end of a
/// sentence that began with the field, or nothing.
final class Formats {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern RFC_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern QUALIFIED =
      Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
  private static final Pattern PORT_NAME = Pattern.compile("[-a-z0-9]+");
  private static final Pattern ENV_NAME = Pattern.compile("[ -<>-~]+");
  private static final Pattern CONFIG_KEY = Pattern.compile("[-._a-zA-Z0-9]+");
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*");

  private Formats() {}

  static Optional<String> dnsLabel(String text) {
    return text.length() <= 63 && LABEL.matcher(text).matches()
        ? Optional.empty()
        : wrong(text, "1 to 63 lower-case letters, digits and `-`, as in `my-name`");
  }

  /// A DNS label that begins with a letter, as the names of Services must.
  static Optional<String> serviceName(String text) {
    return text.length() <= 63 && RFC_1035.matcher(text).matches()
        ? Optional.empty()
        : wrong(
            text,
            "1 to 63 lower-case letters, digits and `-`, the first a letter, as in `my-service`");
  }

  static Optional<String> dnsName(String text) {
    return isDnsName(text)
        ? Optional.empty()
        : wrong(text, "lower-case letters, digits, `-` and `.`, as in `example.com`");
  }

  /// A host of an Ingress: a DNS name, or one whose first label is `*`.
  static Optional<String> host(String text) {
    if (isAddress(text)) {
      return Optional.of("is \"" + text + "\", an address, and must be a DNS name");
    }
    var name = text.startsWith("*.") ? text.substring(2) : text;
    return isDnsName(name)
        ? Optional.empty()
        : wrong(
            text, "a lower-case DNS name such as `example.com`, or a wildcard as `*.example.com`");
  }

  static boolean isDnsName(String text) {
    return text.length() <= 253 && SUBDOMAIN.matcher(text).matches();
  }

  static boolean isAddress(String text) {
    return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
  }

  /// The key of a label or annotation: `name` or `example.com/name`.
  static Optional<String> qualifiedName(String text) {
    int slash = text.indexOf('/');
    var name = text.substring(slash + 1);
    boolean prefixFine = slash < 0 || isDnsName(text.substring(0, slash));
    return prefixFine && name.length() <= 63 && QUALIFIED.matcher(name).matches()
        ? Optional.empty()
        : wrong(text, "`name` or `example.com/name`, the name of at most 63 letters, digits, -_.");
  }

  static Optional<String> labelValue(String text) {
    return text.isEmpty() || (text.length() <= 63 && QUALIFIED.matcher(text).matches())
        ? Optional.empty()
        : wrong(
            text,
            "at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at each end");
  }

  /// The name of a container's port, and of a Service's `targetPort`.
  static Optional<String> portName(String text) {
    boolean fine =
        text.length() <= 15
            && PORT_NAME.matcher(text).matches()
            && text.chars().anyMatch(c -> c >= 'a' && c <= 'z')
            && !text.contains("--")
            && !text.startsWith("-")
            && !text.endsWith("-");
    return fine
        ? Optional.empty()
        : wrong(text, "1 to 15 lower-case letters, digits and `-`, at least one of them a letter");
  }

  static Optional<String> envName(String text) {
    return ENV_NAME.matcher(text).matches()
        ? Optional.empty()
        : wrong(text, "printable ASCII characters without `=`");
  }

  /// A key of a ConfigMap or Secret.
  static Optional<String> configKey(String text) {
    boolean fine =
        text.length() <= 253
            && CONFIG_KEY.matcher(text).matches()
            && !text.equals(".")
            && !text.startsWith("..");
    return fine
        ? Optional.empty()
        : wrong(text, "at most 253 letters, digits, `-`, `_` and `.`, and not begin with `..`");
  }

  private static Optional<String> wrong(String text, String wanted) {
    return Optional.of("is \"" + text + "\", and must be " + wanted);
  }
}
