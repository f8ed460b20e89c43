package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.outcome.Exit;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How `tulle check` of a cluster ends, on a real API server: each code that its page promises.
/// Runs with `./verify cluster`.
@Tag("cluster")
final class CheckExitCodesTest {

  private static final String NAME = "tulle-check-" + ProcessHandle.current().pid();
  private static final String KUBECONFIG = "kubeconfig"; // which counts before the environment

  @TempDir Path directory;

  private KubernetesClient client;

  @BeforeEach
  void start() {
    client = new KubernetesClientBuilder().build();
  }

  @AfterEach
  void stop() {
    System.clearProperty(KUBECONFIG);
    client.network().v1().ingressClasses().withName(NAME).delete();
    client.serviceAccounts().inNamespace("default").withName(NAME).delete();
    client.apps().deployments().inNamespace("default").withName(NAME).delete();
    client.close();
  }

  /// With a kubeconfig that has another server, or shows another token.
  private Ran checkedWith(String server, String token) throws IOException {
    var file = directory.resolve("config");
    var config =
        new ConfigBuilder()
            .addNewCluster()
            .withName(NAME)
            .withNewCluster()
            .withServer(server)
            .withCertificateAuthorityData(client.getConfiguration().getCaCertData())
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName(NAME)
            .withNewUser()
            .withToken(token)
            .endUser()
            .endUser()
            .addNewContext()
            .withName(NAME)
            .withNewContext()
            .withCluster(NAME)
            .withUser(NAME)
            .endContext()
            .endContext()
            .withCurrentContext(NAME)
            .build();
    Files.writeString(file, yaml(config));
    System.setProperty(KUBECONFIG, file.toString());
    return Ran.of("check", "--cluster");
  }

  private static String yaml(Config config) {
    return Serialization.asYaml(config);
  }

  @Test
  void nothingIsMissing() {
    var ran = Ran.of("check", "--cluster");

    assertThat(ran.code()).as(ran.out()).isEqualTo(Exit.OK.code());
    assertThat(ran.err()).contains(": Kubernetes 1.").endsWith("0 errors, 0 warnings\n");
  }

  @Test
  void somethingIsDoubtful() {
    client
        .resource(
            new IngressClassBuilder()
                .withNewMetadata()
                .withName(NAME)
                .addToAnnotations("ingressclass.kubernetes.io/is-default-class", "true")
                .endMetadata()
                .withNewSpec()
                .withController("example.com/another")
                .endSpec()
                .build())
        .create();

    var ran = Ran.of("check", "--cluster");

    assertThat(ran.code()).isEqualTo(Exit.FINDINGS.code());
    assertThat(ran.out())
        .contains("warning: the IngressClass " + NAME + " is the cluster's default.\n")
        .contains("\n  why:  ")
        .contains("\n  next: ")
        .contains("\n  see:  ");
  }

  @Test
  void anotherNamespaceHasItAlready() {
    client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(NAME)
                .addToLabels("app.kubernetes.io/name", "tulle")
                .addToLabels("app.kubernetes.io/component", "control-plane")
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withNewSelector()
                .addToMatchLabels("app", NAME)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", NAME)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("none")
                .withImage("none")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();

    var ran = Ran.of("check", "--cluster");

    assertThat(ran.code()).isEqualTo(Exit.FINDINGS.code());
    assertThat(ran.out()).startsWith("error: Tulle is installed in the namespace default.\n");
    assertThat(Ran.of("check", "--cluster", "-n", "default").out())
        .doesNotContain("is installed in the namespace");
  }

  @Test
  void nobodyAnswers() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    var ran = checkedWith("https://127.0.0.1:" + port, "any");

    assertThat(ran.code()).isEqualTo(Exit.UNREACHABLE.code());
    assertThat(ran.err()).contains("the API server at https://127.0.0.1:" + port);
  }

  @Test
  void whoAsksMayNot() throws IOException {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(NAME)
                .endMetadata()
                .build())
        .create();
    var token =
        client
            .serviceAccounts()
            .inNamespace("default")
            .withName(NAME)
            .tokenRequest(new TokenRequest());

    var ran = checkedWith(client.getMasterUrl().toString(), token.getStatus().getToken());

    assertThat(ran.code()).isEqualTo(Exit.NOT_PERMITTED.code());
    assertThat(ran.err()).contains("the cluster does not let you read").contains(NAME);
  }
}
