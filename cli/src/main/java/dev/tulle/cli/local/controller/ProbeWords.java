package dev.tulle.cli.local.controller;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import org.jspecify.annotations.Nullable;

/// What a probe asks, in a few words, and how long it may take until it passes.
final class ProbeWords {

  private static final int PERIOD = 10;
  private static final int FAILURES = 3;

  private ProbeWords() {}

  /// `HTTP GET :9376/healthz`, `TCP :5432`, `exec cat /tmp/ready`, `gRPC :9000`.
  static String of(Probe probe) {
    if (probe.getHttpGet() != null) {
      var get = probe.getHttpGet();
      var path = Fields.text(get.getPath());
      return Fields.or(get.getScheme(), "HTTP")
          + " GET "
          + port(get.getPort())
          + (path.startsWith("/") ? path : "/" + path);
    }
    if (probe.getTcpSocket() != null) {
      return "TCP " + port(probe.getTcpSocket().getPort());
    }
    if (probe.getGrpc() != null) {
      return "gRPC :" + probe.getGrpc().getPort();
    }
    return probe.getExec() == null
        ? "asks nothing"
        : "exec " + String.join(" ", Fields.list(probe.getExec().getCommand()));
  }

  /// Seconds after which one that has not passed once is worth a warning: as many as it would take
  /// to fail for good.
  static long patience(Probe probe) {
    return Fields.or(probe.getInitialDelaySeconds(), 0)
        + (long) Fields.or(probe.getPeriodSeconds(), PERIOD)
            * Fields.or(probe.getFailureThreshold(), FAILURES);
  }

  private static String port(@Nullable IntOrString port) {
    var set = port == null ? new IntOrString() : port;
    return ":" + (set.getIntVal() == null ? Fields.text(set.getStrVal()) : set.getIntVal());
  }
}
