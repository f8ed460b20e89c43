package dev.tulle.cli.local.pod;

import static dev.tulle.cli.local.pod.PodBed.container;
import static dev.tulle.cli.local.pod.PodBed.pod;
import static dev.tulle.cli.local.pod.PodBed.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every type of probe against a real server in a pod, and what comes of each purpose.
@Tag("netns")
final class PodProbesTest {

  @TempDir Path root;
  PodBed bed;

  @BeforeEach
  void open() throws Exception {
    bed = new PodBed(root);
  }

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  private static ContainerBuilder probed(String name, Probe readiness) {
    return script(name, "exec sleep 1000").withReadinessProbe(readiness);
  }

  private static ProbeBuilder probe() {
    return new ProbeBuilder().withPeriodSeconds(1).withTimeoutSeconds(2);
  }

  private static Probe http(String path) {
    return probe().withNewHttpGet().withPath(path).withNewPort(8080).endHttpGet().build();
  }

  private static Probe grpc(String service) {
    return probe().withNewGrpc().withPort(9090).withService(service).endGrpc().build();
  }

  @Test
  void everyTypeOfProbeIsAsked() throws Exception {
    ProbedServer.makeKeys(bed.file("keys"));
    var https =
        probe().withNewHttpGet().withPath("/ok").withScheme("HTTPS").withNewPort(8443).endHttpGet();
    var named =
        probe()
            .withNewHttpGet()
            .withPath("/header")
            .withNewPort("web")
            .addNewHttpHeader("X-Probe", "yes")
            .addNewHttpHeader("Host", "app.example")
            .endHttpGet();
    bed.start(
        pod(
            "probed",
            container("server", ProbedServer.command(bed.file("keys"))),
            probed("http", http("/ok")),
            probed("http-away", http("/away")),
            probed("https", https.build()),
            probed("named", named.build())
                .addNewPort()
                .withName("web")
                .withContainerPort(8080)
                .endPort(),
            probed("tcp", probe().withNewTcpSocket().withNewPort(8080).endTcpSocket().build()),
            probed("grpc", grpc("")),
            probed(
                    "exec",
                    probe()
                        .withNewExec()
                        .addToCommand("sh", "-c", "test $NEEDED = yes")
                        .endExec()
                        .build())
                .addNewEnv()
                .withName("NEEDED")
                .withValue("yes")
                .endEnv(),
            probed("no-http", http("/fail")),
            probed("no-local", http("/local")),
            probed("no-tcp", probe().withNewTcpSocket().withNewPort(1).endTcpSocket().build()),
            probed("no-grpc", grpc("sick")),
            probed("no-exec", probe().withNewExec().addToCommand("false").endExec().build()),
            probed(
                "no-exec-time",
                probe()
                    .withTimeoutSeconds(1)
                    .withNewExec()
                    .addToCommand("sleep", "7")
                    .endExec()
                    .build()),
            probed(
                "no-port", probe().withNewTcpSocket().withNewPort("web").endTcpSocket().build())));
    var settled =
        bed.await(
            "probed",
            pod ->
                pod.getStatus().getContainerStatuses().stream()
                        .filter(ContainerStatus::getReady)
                        .count()
                    == 8);
    for (var status : settled.getStatus().getContainerStatuses()) {
      assertThat(status.getReady())
          .as(status.getName())
          .isEqualTo(!status.getName().startsWith("no-"));
    }
    assertThat(PodBed.ready(settled)).isFalse();
  }

  @Test
  void aContainerIsReadyOnlyWhileItsProbePasses() throws Exception {
    var flag = Files.createFile(bed.file("flag"));
    var probe =
        probe()
            .withFailureThreshold(1)
            .withNewExec()
            .addToCommand("test", "-e", flag.toString())
            .endExec();
    bed.start(pod("flip", probed("main", probe.build())));
    bed.awaitReady("flip");
    Files.delete(flag);
    bed.await("flip", pod -> !PodBed.ready(pod));
    Files.createFile(flag);
    bed.awaitReady("flip");
    assertThat(status(bed.reported("flip")).getRestartCount()).isZero();
  }

  @Test
  void aFailedLivenessProbeRestartsTheContainer() throws Exception {
    var alive = bed.file("alive");
    var probe =
        probe()
            .withFailureThreshold(2)
            .withNewExec()
            .addToCommand("test", "-e", alive.toString())
            .endExec();
    bed.start(
        pod(
            "sick",
            script("main", "touch " + alive + "; trap 'exit 3' TERM; while :; do sleep 0.05; done")
                .withLivenessProbe(probe.build())));
    PodBed.awaitExists(alive);
    bed.awaitReady("sick");
    Files.delete(alive);
    var restarted =
        bed.await("sick", pod -> status(pod).getRestartCount() == 1 && PodBed.ready(pod));
    assertThat(status(restarted).getLastState().getTerminated().getExitCode()).isEqualTo(3);
  }

  @Test
  void aStartupProbeHoldsTheOthersBack() throws Exception {
    var up = bed.file("started");
    var startup =
        probe()
            .withFailureThreshold(30)
            .withNewExec()
            .addToCommand("test", "-e", up.toString())
            .endExec();
    bed.start(
        pod(
            "slow",
            script("main", "exec sleep 1000")
                .withStartupProbe(startup.build())
                .withLivenessProbe(
                    probe()
                        .withFailureThreshold(1)
                        .withNewExec()
                        .addToCommand("test", "-e", up.toString())
                        .endExec()
                        .build())));
    bed.await("slow", pod -> PodBed.phase(pod, "Running"));
    assertThat(status(bed.reported("slow")).getStarted()).isFalse();
    Files.createFile(up);
    var ready = bed.awaitReady("slow");
    assertThat(status(ready).getStarted()).isTrue();
    assertThat(status(ready).getRestartCount()).isZero();
  }

  private static ContainerStatus status(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst();
  }
}
