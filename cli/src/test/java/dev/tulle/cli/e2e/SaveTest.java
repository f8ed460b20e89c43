package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each save of a file becomes visible at the gateway; how long that takes is printed.
@EndToEnd
class SaveTest {

  private static final int TIMES = 100;

  @Test
  void eachSaveIsSeenByClients() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.serve(3);
      var millis = new ArrayList<Long>();
      for (int i = 0; i < TIMES; i++) {
        var host = "host-" + i + ".example.com";
        var before = tulle.status().orElseThrow().controlPlane().lastChange().at();
        folder.save("more.yaml", Yaml.ingress("more", host, "my-service"));
        tulle.awaitAnswer(host);
        tulle.awaitStatus(
            "the measure",
            status -> {
              var change = status.controlPlane().lastChange();
              return change.at().isAfter(before) && change.millisToAck() >= 0;
            });
        millis.add(tulle.status().orElseThrow().controlPlane().lastChange().millisToAck());
        assertThat(tulle.status("host-" + (i - 1) + ".example.com", "/")).isEqualTo(404);
      }
      print("milliseconds from the file event to the ACK", millis);
    }
  }

  @Test
  void theSecondStartServesSoon() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      var millis = new ArrayList<Long>();
      for (int i = 0; i < 3; i++) {
        long began = System.nanoTime();
        tulle.up();
        tulle.awaitAnswer(Tulle.HOST);
        millis.add((System.nanoTime() - began) / 1_000_000);
        assertThat(tulle.end("INT")).isEqualTo(130);
      }
      print("milliseconds from `./tulle up` to the first answer", millis);
    }
  }

  private static void print(String what, List<Long> millis) {
    Collections.sort(millis);
    System.out.printf(
        "%s: p50 %d, p95 %d, max %d of %d%n",
        what,
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 95 / 100),
        millis.getLast(),
        millis.size());
  }
}
