package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.time.Duration;

/// One way to ask a container how it is.
interface Check {

  int LAST_PORT = 65535;

  /// What a single question found; `message` says what went wrong.
  record Verdict(boolean passed, String message) {
    static final Verdict PASSED = new Verdict(true, "");

    static Verdict failed(String message) {
      return new Verdict(false, message);
    }

    static Verdict failed(IOException failure) {
      return failed(String.valueOf(failure.getMessage()));
    }
  }

  /// Asks once, and takes no longer than a time.
  Verdict ask(Duration timeout) throws InterruptedException;

  /// The shortest time between two questions that does not burden the machine.
  default Duration pause() {
    return Duration.ofMillis(20);
  }

  /// The check that a probe describes. Asked from the host, as by a kubelet.
  static Check of(Probe probe, Probes.Target target) {
    try {
      if (probe.getHttpGet() != null) {
        return HttpCheck.of(probe.getHttpGet(), target.container(), target.agent());
      }
      if (probe.getTcpSocket() != null) {
        var tcp = probe.getTcpSocket();
        var host = orElse(tcp.getHost(), target.agent().pod());
        return new TcpCheck(target.agent(), host, port(tcp.getPort(), target.container()));
      }
      if (probe.getGrpc() != null) {
        var service = orElse(probe.getGrpc().getService(), "");
        return new GrpcCheck(target.agent(), probe.getGrpc().getPort(), service);
      }
      if (probe.getExec() != null) {
        return new ExecCheck(target.attempt(), probe.getExec().getCommand());
      }
      return _ -> Verdict.failed("the probe has no httpGet, tcpSocket, grpc or exec: add one");
    } catch (IOException e) {
      return _ -> Verdict.failed(e);
    }
  }

  /// A port by its number, or by the name that the container gives it.
  static int port(IntOrString port, Container container) throws IOException {
    var number = port.getIntVal();
    if (number != null && number > 0 && number <= LAST_PORT) {
      return number;
    }
    var name = number == null ? port.getStrVal() : "" + number;
    return container.getPorts().stream()
        .filter(it -> name.equals(it.getName()))
        .map(it -> it.getContainerPort())
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "container %s has no port named %s: name one of its `ports`"
                        .formatted(container.getName(), name)));
  }

  static String orElse(String text, String otherwise) {
    return text == null || text.isEmpty() ? otherwise : text;
  }
}
