package dev.tulle.cli.local.pod;

import static dev.tulle.cli.local.pod.PodBed.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.local.net.PodNetwork;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a container is started with: command, environment, folder and user.
final class LaunchTest {

  @TempDir Path folder;

  private final References references =
      new References() {
        @Override
        public Optional<Map<String, String>> configMap(String namespace, String name) {
          return name.equals("config")
              ? Optional.of(Map.of("K", "v", "l.k", "w"))
              : Optional.empty();
        }

        @Override
        public Optional<Map<String, String>> secret(String namespace, String name) {
          return name.equals("secret") ? Optional.of(Map.of("P", "hidden")) : Optional.empty();
        }
      };

  private Launch launch(ContainerBuilder container) {
    return launch(container, UnaryOperator.identity());
  }

  private Launch launch(ContainerBuilder container, UnaryOperator<PodBuilder> change) {
    var pod = change.apply(PodBed.pod("p", container)).build();
    var place = new PodPlace(pod, List.of("10.1.2.3", "fd74::3"), "10.1.0.1", "here", Sidecar.NONE);
    var origin = Launch.Origin.of(folder, Map.of("PATH", "/usr/bin:/bin", "HOME", "/h", "X", "no"));
    return Launch.of(pod.getSpec().getContainers().getFirst(), place, references, origin);
  }

  private Launch.Ready ready(ContainerBuilder container) {
    return (Launch.Ready) launch(container);
  }

  private static ContainerBuilder sh() {
    return container("main", "sh");
  }

  private static ContainerBuilder field(ContainerBuilder container, String name, String path) {
    return container
        .addNewEnv()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef(null, path)
        .endValueFrom()
        .endEnv();
  }

  @Test
  void theBaseOfTheEnvironmentIsClean() {
    assertThat(ready(sh()).environment())
        .isEqualTo(Map.of("PATH", "/usr/bin:/bin", "HOME", "/h", "HOSTNAME", "p"));
  }

  @Test
  void fieldsOfThePodAreOffered() {
    var container = sh();
    var fields =
        Map.of(
            "NAME", "metadata.name",
            "NAMESPACE", "metadata.namespace",
            "UID", "metadata.uid",
            "LABEL", "metadata.labels['app']",
            "NO_LABEL", "metadata.labels['other']",
            "NODE", "spec.nodeName",
            "ACCOUNT", "spec.serviceAccountName",
            "IP", "status.podIP",
            "IPS", "status.podIPs",
            "HOST", "status.hostIP");
    fields.forEach((name, path) -> field(container, name, path));
    assertThat(ready(container).environment())
        .containsAllEntriesOf(
            Map.of(
                "NAME", "p",
                "NAMESPACE", "default",
                "UID", "uid-p",
                "LABEL", "p",
                "NO_LABEL", "",
                "NODE", "here",
                "ACCOUNT", "default",
                "IP", "10.1.2.3",
                "IPS", "10.1.2.3,fd74::3",
                "HOST", "10.1.0.1"));
  }

  @Test
  void variablesUseThoseBeforeThemAndReplaceWhole() {
    var container =
        sh().withArgs("-c", "$(URL) $$(URL) $(LATER) $(PATH)")
            .addNewEnvFrom()
            .withPrefix("C_")
            .withNewConfigMapRef("config", null)
            .endEnvFrom()
            .addNewEnvFrom()
            .withNewSecretRef("secret", null)
            .endEnvFrom()
            .addNewEnvFrom()
            .withNewConfigMapRef("absent", true)
            .endEnvFrom()
            .addNewEnv()
            .withName("URL")
            .withValue("http://$(C_K):$(P)/$(LATER)")
            .endEnv()
            .addNewEnv()
            .withName("LATER")
            .withValue("x")
            .endEnv()
            .addNewEnv()
            .withName("P")
            .withValue("own")
            .endEnv();
    var ready = ready(container);
    assertThat(ready.environment())
        .containsAllEntriesOf(Map.of("URL", "http://v:hidden/$(LATER)", "P", "own", "C_l.k", "w"));
    assertThat(ready.command())
        .containsExactly("sh", "-c", "http://v:hidden/$(LATER) $(URL) x $(PATH)");
  }

  @Test
  void aReferenceThatLeadsNowhereIsNamed() {
    var key =
        sh().addNewEnv()
            .withName("A")
            .withNewValueFrom()
            .withNewSecretKeyRef("none", "secret", null)
            .endValueFrom()
            .endEnv();
    assertThat(launch(key))
        .isEqualTo(
            new Launch.Refused(
                "CreateContainerConfigError",
                "Container main of Pod default/p cannot start: Secret default/secret has no key"
                    + " none: add it, or mark the reference `optional: true`.",
                true));
    var optional =
        sh().addNewEnv()
            .withName("A")
            .withNewValueFrom()
            .withNewSecretKeyRef("none", "secret", true)
            .endValueFrom()
            .endEnv();
    assertThat(ready(optional).environment()).doesNotContainKey("A");
    assertThat(launch(field(sh(), "A", "spec.restartPolicy"))).isInstanceOf(Launch.Refused.class);
  }

  @Test
  void relativeFoldersAreTheInstances() throws Exception {
    assertThat(ready(sh()).folder()).isEqualTo(folder);
    var sub = java.nio.file.Files.createDirectory(folder.resolve("sub"));
    assertThat(ready(sh().withWorkingDir("sub")).folder()).isEqualTo(sub);
    assertThat(ready(sh().withWorkingDir("/usr")).folder()).isEqualTo(Path.of("/usr"));
    assertThat(launch(sh().withWorkingDir("absent"))).isInstanceOf(Launch.Failed.class);
  }

  @Test
  void theContainersUserGoesBeforeThePods() {
    var own = sh().withNewSecurityContext().withRunAsUser(7L).endSecurityContext();
    UnaryOperator<PodBuilder> shared =
        pod ->
            pod.editSpec()
                .withNewSecurityContext()
                .withRunAsUser(8L)
                .withRunAsGroup(9L)
                .endSecurityContext()
                .endSpec();
    assertThat(launch(own, shared))
        .isInstanceOfSatisfying(
            Launch.Ready.class, it -> assertThat(it.user()).contains(new Launch.User(7, 9)));
    assertThat(ready(own).user()).contains(new Launch.User(7, 7));
    assertThat(ready(own).environment()).containsEntry("HOME", "/");
    assertThat(launch(sh().withNewSecurityContext().withRunAsNonRoot(true).endSecurityContext()))
        .isInstanceOf(Launch.Refused.class);
  }

  @Test
  void theCommandLineLeadsIntoThePod() {
    var tools = new Launcher.Tools("/s/ip", "/s/setsid", "/s/unshare", "/s/setpriv");
    var launcher = new Launcher(Path.of("/run/shim.sh"), tools);
    var ready =
        new Launch.Ready(
            List.of("app", "-x"), Map.of(), folder, Optional.of(new Launch.User(7, 9)));
    var network =
        new PodNetwork(
            "tulle-k-default_p", "10.1.2.3", Optional.empty(), "10.1.0.1", "10.1.15.254", "tk-003");
    var line = launcher.command(ready, network, new Attempt(Path.of("/pods/1"), 1), "p");
    assertThat(String.join(" ", line))
        .isEqualTo(
            "/s/setsid /s/ip netns exec tulle-k-default_p /s/unshare --uts /bin/sh /run/shim.sh"
                + " /bin/sh /pods/1 p /s/setpriv --reuid=7 --regid=9 --clear-groups app -x");
  }
}
