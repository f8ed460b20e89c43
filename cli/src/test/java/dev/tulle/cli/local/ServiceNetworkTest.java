package dev.tulle.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pods that reach Services, as on a node of a cluster, without any proxy.
@Tag("netns")
final class ServiceNetworkTest {

  @TempDir Path root;
  ServiceBed bed;

  @BeforeEach
  void start() throws Exception {
    var folder = Files.createDirectories(root.resolve("folder"));
    var example = Path.of("../examples/two-services");
    for (var file : new String[] {"backend.yaml", "frontend.yaml"}) {
      Files.copy(example.resolve(file), folder.resolve(file));
    }
    Files.writeString(folder.resolve("more.yaml"), MORE);
    bed = new ServiceBed(root);
    bed.awaitReady("backend", 2);
    bed.awaitReady("frontend", 1);
    bed.awaitReady("odd", 2);
  }

  @AfterEach
  void end() throws Exception {
    if (bed != null) {
      bed.close();
    }
  }

  private static final String MORE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: empty}
      spec:
        selector: {app: nothing}
        ports: [{port: 80}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: faithful}
      spec:
        selector: {app: backend}
        sessionAffinity: ClientIP
        sessionAffinityConfig: {clientIP: {timeoutSeconds: 2}}
        ports: [{port: 8000, targetPort: http}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: itself}
      spec:
        selector: {app: frontend}
        ports: [{port: 7000, targetPort: 8080}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: odd}
      spec:
        clusterIP: None
        selector: {app: odd}
        ports: [{name: echo, port: 5353, protocol: UDP}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: echo}
      spec:
        selector: {app: odd}
        ports: [{name: echo, port: 7, targetPort: 5353, protocol: UDP}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: elsewhere}
      spec: {type: ExternalName, externalName: backend.default.svc.cluster.local}
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: odd}
      spec:
        serviceName: odd
        replicas: 2
        podManagementPolicy: Parallel
        selector: {matchLabels: {app: odd}}
        template:
          metadata: {labels: {app: odd}}
          spec:
            terminationGracePeriodSeconds: 0
            containers:
              - name: echo
                image: none
                command: [python3, -c]
                args:
                  - |
                    import os, socket
                    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    server.bind(("", 5353))
                    while True:
                        data, client = server.recvfrom(2048)
                        server.sendto(data + os.environ["HOSTNAME"].encode(), client)
      """;

  private static final String UDP =
      """
      import socket, sys
      asker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      asker.settimeout(5)
      asker.connect((sys.argv[1], int(sys.argv[2])))
      asker.send(b"I am ")
      print(asker.recv(2048).decode())
      """;

  /// Asks for a new connection each time until its input ends; prints each failure.
  private static final String CLIENT =
      """
      import sys, threading, urllib.request
      ending = threading.Event()
      threading.Thread(target=lambda: (sys.stdin.read(), ending.set()), daemon=True).start()
      asked = failed = 0
      while not ending.wait(0.002):
          asked += 1
          try:
              urllib.request.urlopen(sys.argv[1], timeout=5).read()
          except Exception as e:
              failed += 1
              print("after", asked, repr(e))
      print(asked, "asked,", failed, "failed")
      """;

  private static String said(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String curl(String url) throws Exception {
    return bed.in(bed.pods("frontend").getFirst(), "curl", "-sS", "--max-time", "5", url);
  }

  @Test
  void byNameAndByAddress() throws Exception {
    assertThat(curl("http://backend/")).startsWith("backend backend-");
    assertThat(curl("http://backend.default.svc.cluster.local/")).startsWith("backend backend-");
    assertThat(curl("http://elsewhere/")).startsWith("backend backend-");
    assertThat(curl("http://" + bed.address("backend") + "/")).startsWith("backend backend-");
    assertThat(curl("http://frontend/")).as("through itself").startsWith("frontend > backend");
    var both = new HashSet<String>();
    while (both.size() < 2) {
      both.add(curl("http://backend/"));
    }
    var host = new ProcessBuilder("curl", "-sS", "http://" + bed.address("backend") + "/").start();
    assertThat(said(host)).startsWith("backend backend-");
  }

  @Test
  void namesAreTheSameForEveryClient() throws Exception {
    var pod = bed.pods("frontend").getFirst();
    var address = bed.address("backend");
    assertThat(bed.in(pod, "getent", "ahostsv4", "backend")).startsWith(address);
    assertThat(bed.in(pod, "dig", "+short", "+search", "backend")).isEqualTo(address);
    assertThat(bed.in(pod, "dig", "+short", "+tcp", "backend.default.svc.cluster.local"))
        .isEqualTo(address);
    assertThat(bed.in(pod, "dig", "+short", "-x", address))
        .isEqualTo("backend.default.svc.cluster.local.");
    assertThat(
            bed.in(pod, "python3", "-c", "import socket; print(socket.gethostbyname('backend'))"))
        .isEqualTo(address);
    var addresses = new TreeSet<String>();
    bed.pods("odd").forEach(it -> addresses.add(it.getStatus().getPodIP()));
    assertThat(bed.in(pod, "dig", "+short", "+search", "odd").lines())
        .containsExactlyInAnyOrderElementsOf(addresses);
    assertThat(bed.in(pod, "cat", "/etc/resolv.conf").lines())
        .hasSize(3)
        .contains("nameserver " + bed.network().gateway(), "options ndots:5")
        // the machine may have searches of its own, which come last
        .anyMatch(
            it ->
                it.startsWith("search default.svc.cluster.local svc.cluster.local cluster.local"));
  }

  @Test
  void udpAndPodsOfAStatefulSetByTheirNames() throws Exception {
    var pod = bed.pods("frontend").getFirst();
    assertThat(bed.in(pod, "python3", "-c", UDP, "echo", "7")).startsWith("I am odd-");
    assertThat(bed.in(pod, "python3", "-c", UDP, "odd-0.odd", "5353")).isEqualTo("I am odd-0");
    assertThat(bed.in(pod, "python3", "-c", UDP, "odd-1.odd", "5353")).isEqualTo("I am odd-1");
  }

  @Test
  void aPodCallsItself() throws Exception {
    assertThat(curl("http://itself:7000/")).startsWith("frontend > backend");
  }

  @Test
  void whatHasNoEndpointRefusesAtOnce() throws Exception {
    var pod = bed.pods("frontend").getFirst();
    for (var place :
        new String[] {"empty", "backend:81", bed.network().serviceBlocks().getFirst().address(3)}) {
      long began = System.nanoTime();
      var process =
          bed.command(pod, "curl", "-sS", "--max-time", "5", "http://" + place + "/").start();
      assertThat(said(process)).contains("Could", "connect");
      assertThat(process.waitFor()).as(place).isEqualTo(7);
      assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(2));
    }
    var host =
        new ProcessBuilder("curl", "-sS", "--max-time", "5", "http://" + bed.address("empty"))
            .start();
    assertThat(host.waitFor()).isEqualTo(7);
  }

  @Test
  void aClientKeepsItsEndpointForAsLongAsTheAffinityLasts() throws Exception {
    var first = curl("http://faithful:8000/");
    for (int i = 0; i < 20; i++) {
      assertThat(curl("http://faithful:8000/")).isEqualTo(first);
    }
    var kept = first.replace("backend ", "");
    bed.edit("backend.yaml", "replicas: 2", "replicas: 3");
    bed.awaitReady("backend", 3);
    assertThat(curl("http://faithful:8000/")).as("more endpoints").endsWith(kept);
    var others = new HashSet<String>();
    while (others.size() < 2) {
      Thread.sleep(2100); // the affinity's own time, of which nobody tells the end
      others.add(curl("http://faithful:8000/"));
    }
  }

  @Test
  void noRequestFailsInARollingUpdateOfWhatItCalls() throws Exception {
    var before = bed.pods("backend");
    var client = callingBackend();
    bed.edit(
        "backend.yaml",
        "labels:\n        app: backend",
        "labels:\n        version: two\n        app: backend");
    bed.await(
        "other pods",
        _ ->
            bed.pods("backend").size() == 2
                && bed.pods("backend").stream()
                    .noneMatch(
                        pod ->
                            before.stream()
                                .anyMatch(
                                    old ->
                                        old.getMetadata()
                                            .getName()
                                            .equals(pod.getMetadata().getName()))));
    bed.awaitReady("backend", 2);
    client.getOutputStream().close();
    var said = said(client);
    assertThat(said).endsWith(" asked, 0 failed\n");
    assertThat(Integer.parseInt(said.split(" ", 2)[0])).isGreaterThan(50);
  }

  @Test
  void whoComesBackMakesTheSameRulesAndPodsMissNothing() throws Exception {
    var client = callingBackend();
    var rules = bed.rules();
    bed = bed.reopened(root);
    bed.awaitReady("backend", 2);
    bed.awaitReady("frontend", 1);
    bed.awaitReady("odd", 2);
    client.getOutputStream().close();
    assertThat(said(client)).endsWith("asked, 0 failed\n");
    assertThat(bed.rules().lines().filter(line -> !line.contains("expires")).sorted())
        .containsExactlyElementsOf(
            rules.lines().filter(line -> !line.contains("expires")).sorted().toList());
    assertThat(curl("http://frontend/")).startsWith("frontend > backend");
    assertThat(bed.services().problems()).isEmpty();
  }

  /// Calls without a pause until its standard input ends, and says how many failed.
  private Process callingBackend() throws Exception {
    return bed.command(
            bed.pods("odd").getFirst(),
            "python3",
            "-c",
            CLIENT,
            "http://" + bed.address("backend") + "/")
        .start();
  }
}
