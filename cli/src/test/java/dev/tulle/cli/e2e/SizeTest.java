package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.StatusSnapshot;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A folder twenty times the size of the example: hosts, Services without selectors, and
/// EndpointSlices that are written by hand.
@EndToEnd
class SizeTest {

  private static final int SERVICES = 60;

  @Test
  void aLargeFolderStartsAnswersAndFollowsASave() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      folder.edit("my-app.yaml", it -> it.replace("replicas: 3", "replicas: 2"));
      tulle.serve(2);
      var pods = tulle.status().orElseThrow().pods().stream().map(it -> it.ip()).toList();
      folder.save("services.yaml", all(SizeTest::service));
      folder.save("ingresses.yaml", all(SizeTest::ingress));
      folder.save("slices.yaml", all(number -> slice(number, pods)));
      try (var load = tulle.load()) {
        awaitAll(tulle, SERVICES);
        load.more(150);
        folder.save("more.yaml", service(SERVICES) + ingress(SERVICES) + slice(SERVICES, pods));
        awaitAll(tulle, SERVICES + 1);
        folder.save("slices.yaml", all(number -> slice(number, List.of(pods.getLast()))));
        tulle.awaitStatus("the save in force", SizeTest::hasOneEndpointEach);
        load.more(150);
        load.endsWithoutFailure();
      }
      tulle.kill();
      tulle.up();
      tulle.awaitStatus("the former state", SizeTest::hasOneEndpointEach);
      awaitAll(tulle, SERVICES + 1);
      assertThat(tulle.warnings()).noneMatch(it -> it.severity().equals("error"));
      assertThat(tulle.status().orElseThrow().services()).hasSize(SERVICES + 2);
    }
  }

  private static void awaitAll(Tulle tulle, int services) throws InterruptedException {
    for (int i = 0; i < services; i++) {
      tulle.awaitAnswer("host-" + i + ".example.com");
    }
  }

  /// In the slices that were saved; two Services have two pods.
  private static boolean hasOneEndpointEach(StatusSnapshot status) {
    return status.services().stream().filter(it -> it.ready() == 1).count() == SERVICES
        && Tulle.inForce(status);
  }

  private static String all(IntFunction<String> one) {
    return IntStream.range(0, SERVICES).mapToObj(one).collect(Collectors.joining());
  }

  private static String service(int number) {
    var text = Yaml.service("service-" + number);
    return text.replace("  selector:\n    app: my-app\n", "") + "---\n";
  }

  private static String ingress(int number) {
    var host = "host-" + number + ".example.com";
    return Yaml.ingress("ingress-" + number, host, "service-" + number) + "---\n";
  }

  private static String slice(int number, List<String> addresses) {
    return """
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: service-%1$d-hand
      labels:
        kubernetes.io/service-name: service-%1$d
    addressType: IPv4
    ports:
      - port: 9376
    endpoints:
    %2$s---
    """
        .formatted(
            number,
            addresses.stream()
                .map("  - addresses:\n      - %s\n"::formatted)
                .collect(Collectors.joining()));
  }
}
