package dev.tulle.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.Snapshots;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventsTest {

  @Test
  void atFirstEverythingIsNews() {
    assertThat(Events.between(Optional.empty(), Snapshots.hello(3)))
        .containsExactly(
            "running: /home/me/tulle/examples/hello",
            "my-service.yaml: in force after 34 ms",
            "gateway ingress-gateway: ready at http://127.0.0.1:8080, https://127.0.0.1:8443",
            "Deployment default/my-app: 3/3 ready",
            "Service default/my-service: 3/3 endpoints ready",
            "proxy ingress-gateway: connected",
            "my-ingress.yaml:10: warning: Ingress default/my-ingress has no pathType at"
                + " spec.rules[0].http.paths[0], which a Kubernetes API server refuses."
                + " Add the line `pathType: ImplementationSpecific`.");
  }

  @Test
  void ofWhatIsAsItWasNothingIsSaid() {
    assertThat(Events.between(Optional.of(Snapshots.hello(3)), Snapshots.hello(3))).isEmpty();
  }

  @Test
  void onlyWhatChangedIsSaid() {
    assertThat(Events.between(Optional.of(Snapshots.hello(2)), Snapshots.hello(3)))
        .containsExactly(
            "Deployment default/my-app: 3/3 ready",
            "Service default/my-service: 3/3 endpoints ready");
  }

  @Test
  void aWarningComesAndGoes() {
    var without = Snapshots.hello(3, List.of(), 34);
    var with = Snapshots.hello(3);

    assertThat(Events.between(Optional.of(without), with))
        .singleElement()
        .asString()
        .startsWith("my-ingress.yaml:10: warning: ");
    assertThat(Events.between(Optional.of(with), without))
        .singleElement()
        .asString()
        .startsWith("my-ingress.yaml:10: no longer: ");
  }

  @Test
  void aChangeIsSaidOnceItIsInForce() {
    var pending = Snapshots.hello(3, List.of(), -1);
    var done = Snapshots.hello(3, List.of(), 12);
    var before = Snapshots.hello(3, List.of(), 34);

    assertThat(Events.between(Optional.of(before), pending)).isEmpty();
    assertThat(Events.between(Optional.of(pending), done))
        .containsExactly("my-service.yaml: in force after 12 ms");
  }
}
