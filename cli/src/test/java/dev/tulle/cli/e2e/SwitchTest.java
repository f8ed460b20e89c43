package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.StatusSnapshot;
import org.junit.jupiter.api.Test;

/// One save that adds a Service, repoints the Ingress and deletes the old Service costs no request.
@EndToEnd
class SwitchTest {

  private static final int TIMES = 50;

  @Test
  void repointingFiftyTimesCostsNoRequest() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      folder.delete("my-service.yaml");
      folder.delete("my-ingress.yaml");
      folder.save("mesh.yaml", mesh(0));
      tulle.serve(3);
      try (var load = tulle.load()) {
        load.more(150);
        for (int i = 1; i <= TIMES; i++) {
          folder.save("mesh.yaml", mesh(i));
          // now and then one save follows at the heels of another
          if (i % 3 == 0) {
            load.more(5);
          } else {
            var name = "service-" + i;
            tulle.awaitStatus(name + " in force", status -> programmed(status, name));
          }
        }
        load.more(150);
        load.endsWithoutFailure();
      }
      assertThat(tulle.status().orElseThrow().services()).hasSize(1);
      assertThat(tulle.warnings()).isEmpty();
    }
  }

  private static String mesh(int number) {
    var service = "service-" + number;
    return Yaml.service(service) + "---\n" + Yaml.ingress("my-ingress", Tulle.HOST, service);
  }

  private static boolean programmed(StatusSnapshot status, String service) {
    return status.objects().stream()
        .filter(it -> it.kind().equals("Service") && it.name().equals(service))
        .flatMap(it -> it.conditions().stream())
        .anyMatch(it -> it.type().equals("Programmed") && it.status().equals("True"));
  }
}
