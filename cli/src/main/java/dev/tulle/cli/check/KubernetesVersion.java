package dev.tulle.cli.check;

import java.util.Comparator;

/// The version of an API server, as in 1.34.
record KubernetesVersion(int major, int minor) implements Comparable<KubernetesVersion> {

  /// As the chart's `kubeVersion` says.
  static final KubernetesVersion OLDEST = new KubernetesVersion(1, 31);

  private static final Comparator<KubernetesVersion> ORDER =
      Comparator.comparingInt(KubernetesVersion::major).thenComparingInt(KubernetesVersion::minor);

  /// Providers add a sign to the minor number, as in `34+`.
  static KubernetesVersion of(String major, String minor) {
    return new KubernetesVersion(number(major), number(minor));
  }

  private static int number(String text) {
    var digits = text.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  @Override
  public int compareTo(KubernetesVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
