package dev.tulle.cli.local.pod;

import static dev.tulle.cli.local.pod.PodBed.container;
import static dev.tulle.cli.local.pod.PodBed.pod;
import static dev.tulle.cli.local.pod.PodBed.script;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.local.net.Processes;
import dev.tulle.core.world.PodRecord;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Containers that die, cannot start, or outlive the Tulle that started them.
@Tag("netns")
final class PodRestartTest {

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

  private long mainPid(String pod, String container) throws Exception {
    var folder = PodFolder.of(bed.instance.pods(), PodBed.name(pod));
    // The pod is on disk a moment after it was reported.
    PodBed.awaitExists(folder.path().resolve("pod.json"));
    var attempt = folder.latest(container);
    return Long.parseLong(
        PodBed.awaitFile(attempt.orElseThrow().folder().resolve("main")).split(" ", 2)[0]);
  }

  private static ContainerStatus status(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst();
  }

  private static boolean waits(Pod pod, String reason) {
    var waiting = status(pod).getState().getWaiting();
    return waiting != null && reason.equals(waiting.getReason());
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  @Test
  void aKilledContainerIsReportedAtOnceAndStartsAgain() throws Exception {
    bed.start(pod("a", script("main", "exec sleep 1000")));
    bed.awaitReady("a");
    kill(mainPid("a", "main"));
    var back = bed.await("a", pod -> status(pod).getRestartCount() == 1 && PodBed.ready(pod));
    assertThat(status(back).getLastState().getTerminated().getExitCode()).isEqualTo(137);
    assertThat(bed.reports).anyMatch(it -> it.getStatus() != null && !PodBed.ready(it));
  }

  @Test
  void whatAContainerForkedDiesWithIt() throws Exception {
    bed.start(pod("a", script("main", "sleep 1000 & echo $! > " + bed.file("fork") + "; wait")));
    bed.awaitReady("a");
    var fork = Long.parseLong(PodBed.awaitFile(bed.file("fork")));
    kill(mainPid("a", "main"));
    bed.await("a", pod -> status(pod).getRestartCount() == 1);
    PodBed.awaitTrue(() -> Processes.stat(fork).filter(it -> it.state() != 'Z').isEmpty());
  }

  @Test
  void aContainerThatKeepsFailingIsHeldBack() throws Exception {
    bed.start(pod("loop", script("main", "echo 'no database'; exit 4")));
    var waiting = bed.await("loop", pod -> waits(pod, "CrashLoopBackOff"));
    assertThat(status(waiting).getRestartCount()).isEqualTo(1);
    assertThat(status(waiting).getState().getWaiting().getMessage())
        .isEqualTo("back-off 10s restarting failed container=main");
    assertThat(status(waiting).getLastState().getTerminated())
        .returns(4, it -> it.getExitCode())
        .returns("no database", it -> it.getMessage());
    assertThat(waiting.getStatus().getPhase()).isEqualTo("Running");
  }

  @Test
  void whatCannotStartSaysWhatToAdd() throws Exception {
    bed.start(pod("image", container("main")));
    bed.start(
        pod("absent", container("main", "no-such-program"))
            .editSpec()
            .withRestartPolicy("Never")
            .endSpec());
    var image = bed.await("image", pod -> waits(pod, "NoCommand"));
    assertThat(status(image).getState().getWaiting())
        .returns("NoCommand", it -> it.getReason())
        .returns(
            "Container main of Pod default/image has no `command`, and images are not pulled here:"
                + " add `command:` with a program of this machine.",
            it -> it.getMessage());
    var absent = bed.await("absent", pod -> PodBed.phase(pod, "Failed"));
    assertThat(status(absent).getState().getTerminated())
        .returns(128, it -> it.getExitCode())
        .returns("StartError", it -> it.getReason());
  }

  @Test
  void aContainerWaitsForItsConfigMap() throws Exception {
    bed.start(
        pod(
            "config",
            container("main", "sleep", "1000")
                .addNewEnvFrom()
                .withNewConfigMapRef("settings", null)
                .endEnvFrom()));
    var waiting = bed.await("config", pod -> waits(pod, "CreateContainerConfigError"));
    assertThat(status(waiting).getState().getWaiting().getMessage())
        .isEqualTo(
            "Container main of Pod default/config cannot start: ConfigMap default/settings is not there: add it to the folder, or mark the reference `optional: true`.");
    bed.configMaps.put("settings", Map.of("LEVEL", "high", "log.level", "debug"));
    bed.awaitReady("config");
    mainPid("config", "main");
    var command = List.of("printenv", "LEVEL", "log.level");
    var values = PodExec.command(bed.instance, PodBed.name("config"), Optional.empty(), command);
    assertThat(values.start().inputReader(UTF_8).lines()).containsExactly("high", "debug");
  }

  @Test
  void podsOutliveTheRuntimeAndAreTakenOver() throws Exception {
    bed.start(pod("stays", script("main", "exec sleep 1000")));
    bed.start(pod("dies", script("main", "exec sleep 1000")));
    bed.start(
        pod("done", script("main", "exit 7")).editSpec().withRestartPolicy("Never").endSpec());
    var before = bed.awaitReady("stays");
    bed.awaitReady("dies");
    bed.await("done", pod -> PodBed.phase(pod, "Failed"));
    var pid = mainPid("stays", "main");
    var dying = mainPid("dies", "main");
    bed.runtime().close();
    kill(dying);
    var reports = bed.reports.size();
    var adopted = bed.reopen();
    assertThat(adopted)
        .extracting(it -> it.getMetadata().getName())
        .containsExactlyInAnyOrder("stays", "dies", "done");
    bed.await("dies", pod -> status(pod).getRestartCount() == 1 && PodBed.ready(pod));
    assertThat(bed.reported("stays")).isEqualTo(before);
    assertThat(bed.reports.stream().skip(reports))
        .as("no report of a pod that merely went on")
        .noneMatch(it -> it.getMetadata().getName().equals("stays"));
    assertThat(mainPid("stays", "main")).isEqualTo(pid);
    kill(pid);
    var back = bed.await("stays", pod -> status(pod).getRestartCount() == 1 && PodBed.ready(pod));
    assertThat(status(back).getLastState().getTerminated().getExitCode()).isEqualTo(137);
  }

  @Test
  void aPodWhoseEveryProcessWasKilledComesBackAlsoAfterTakeover() throws Exception {
    bed.start(pod("a", script("main", "exec sleep 1000")));
    var pod = bed.awaitReady("a");
    mainPid("a", "main");
    bed.reopen();
    var file = bed.network.adopt(PodBed.name("a"), PodRecord.addresses(pod)).orElseThrow().file();
    Processes.killNetwork(file);
    bed.await("a", it -> status(it).getRestartCount() == 1 && PodBed.ready(it));
  }

  @Test
  void commandsRunInsideAContainer() throws Exception {
    bed.start(
        pod(
            "a",
            script("main", "exec sleep 1000")
                .addNewEnv()
                .withName("COLOUR")
                .withValue("blue")
                .endEnv()
                .withWorkingDir("/usr")
                .withNewSecurityContext()
                .withRunAsUser(1234L)
                .withRunAsGroup(4321L)
                .endSecurityContext()));
    var pod = bed.awaitReady("a");
    mainPid("a", "main");
    var command =
        List.of(
            "sh",
            "-c",
            "echo $COLOUR $(pwd) $(id -u):$(id -g) $(hostname) $(ip -o -4 addr show eth0)");
    var inside = PodExec.command(bed.instance, PodBed.name("a"), Optional.empty(), command).start();
    assertThat(new String(inside.getInputStream().readAllBytes(), UTF_8))
        .startsWith("blue /usr 1234:4321 a ")
        .contains(pod.getStatus().getPodIP() + "/32");
    assertThat(inside.waitFor()).isZero();
    assertThat(Files.exists(bed.instance.pods())).isTrue();
  }
}
