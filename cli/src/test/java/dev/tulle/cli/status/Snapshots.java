package dev.tulle.cli.status;

import dev.tulle.cli.status.StatusSnapshot.Condition;
import dev.tulle.cli.status.StatusSnapshot.ControlPlane;
import dev.tulle.cli.status.StatusSnapshot.Gateway;
import dev.tulle.cli.status.StatusSnapshot.Item;
import dev.tulle.cli.status.StatusSnapshot.LastChange;
import dev.tulle.cli.status.StatusSnapshot.Pod;
import dev.tulle.cli.status.StatusSnapshot.PodProxy;
import dev.tulle.cli.status.StatusSnapshot.Proxy;
import dev.tulle.cli.status.StatusSnapshot.Service;
import dev.tulle.cli.status.StatusSnapshot.State;
import dev.tulle.cli.status.StatusSnapshot.Warning;
import dev.tulle.cli.status.StatusSnapshot.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Snapshots of the hello example for tests.
public final class Snapshots {

  public static final Instant START = Instant.parse("2026-11-23T16:00:00Z");

  private Snapshots() {}

  /// The example with so many of its three replicas ready.
  public static StatusSnapshot hello(int ready) {
    return hello(ready, List.of(noPathType()), 34);
  }

  public static StatusSnapshot hello(int ready, List<Warning> warnings, long millisToAck) {
    return new StatusSnapshot(
        StatusSnapshot.SCHEMA,
        "hello-0a1b2c3d",
        "/home/me/tulle/examples/hello",
        new ControlPlane(
            ProcessHandle.current().pid(),
            START,
            State.RUNNING,
            7,
            0,
            new LastChange(START.plusSeconds(9), "my-service.yaml", millisToAck)),
        List.of(
            new Gateway(
                "ingress-gateway",
                List.of("http://127.0.0.1:8080", "https://127.0.0.1:8443"),
                List.of("my-service.example.com"),
                true)),
        List.of(
            new Workload(
                "Deployment",
                "default",
                "my-app",
                ready,
                3,
                0,
                ready == 3 ? "" : ready + " of 3 ready; my-app-2: probe: connection refused")),
        IntStream.range(0, 3).mapToObj(i -> pod(i, i < ready)).toList(),
        List.of(
            new Service(
                "default",
                "my-service",
                "10.96.0.12",
                "",
                List.of("80/TCP"),
                ready,
                ready,
                List.of("my-app-1", "my-app-2"))),
        List.of(
            new Item(
                "Ingress",
                "default",
                "my-ingress",
                "my-ingress.yaml",
                1,
                List.of(new Condition("Programmed", "True", "Programmed", "")))),
        List.of(new Proxy("ingress-gateway", "", true, 7, Map.of("cluster", 3), -1, List.of())),
        warnings);
  }

  public static Warning noPathType() {
    return new Warning(
        "warning",
        "my-ingress.yaml",
        10,
        "Ingress default/my-ingress",
        "PathTypeMissing",
        "Ingress default/my-ingress has no pathType at spec.rules[0].http.paths[0], which a"
            + " Kubernetes API server refuses",
        "add the line `pathType: ImplementationSpecific`");
  }

  private static Pod pod(int number, boolean ready) {
    return new Pod(
        "default",
        "my-app-" + number,
        "10.1.0." + (number + 2),
        "Running",
        ready,
        0,
        START,
        "Deployment/my-app",
        "",
        new PodProxy("sidecar", ready, List.of()));
  }
}
