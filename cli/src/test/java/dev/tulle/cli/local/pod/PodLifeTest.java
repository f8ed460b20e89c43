package dev.tulle.cli.local.pod;

import static dev.tulle.cli.local.pod.PodBed.pod;
import static dev.tulle.cli.local.pod.PodBed.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pods that really run: their birth, their address, their end.
@Tag("netns")
final class PodLifeTest {

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

  @Test
  void aPodHasItsOwnAddressAndHostName() throws Exception {
    bed.start(
        pod(
            "web-0",
            script(
                "main",
                "hostname; cat /etc/hosts; ip -o -4 addr show eth0; echo $HOSTNAME; echo . >"
                    + bed.file("said")
                    + "; exec sleep 1000")));
    var ready = bed.awaitReady("web-0");
    var address = ready.getStatus().getPodIP();
    assertThat(bed.network.range().index(address)).isGreaterThan(1);
    PodBed.awaitFile(bed.file("said"));
    assertThat(bed.log("web-0", "main"))
        .startsWith("web-0\n")
        .contains(address + "\tweb-0")
        .contains("inet " + address + "/32")
        .endsWith("web-0\n");
  }

  @Test
  void aDeletedPodIsToldToEndAndLeavesNothing() throws Exception {
    bed.start(
        pod(
            "a",
            script(
                "main",
                "trap 'echo bye; exit 0' TERM; echo . >"
                    + bed.file("up")
                    + "; while :; do sleep 0.05; done")));
    bed.awaitReady("a");
    PodBed.awaitFile(bed.file("up"));
    var end = bed.runtime().delete(PodBed.name("a"));
    bed.await("a", it -> it.getMetadata().getDeletionTimestamp() != null);
    end.join();
    assertThat(bed.isGone("a")).isTrue();
    assertThat(bed.runtime().pods()).isEmpty();
  }
}
