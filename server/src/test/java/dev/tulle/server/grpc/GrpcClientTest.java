package dev.tulle.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.core.world.Change;
import dev.tulle.core.xds.GrpcBootstrap;
import dev.tulle.server.ca.CredentialFiles;
import dev.tulle.server.ca.Owner;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// gRPC's own xDS client in Java, with the bootstrap file that Tulle prints: it resolves names,
/// balances, fails over, and follows changes, also over a restart of the control plane.
final class GrpcClientTest {

  /// gRPC waits so long for a name before it says that there is none.
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final String BOOTSTRAP = "io.grpc.xds.bootstrapConfig";

  /// gRPC reads its bootstrap once for a process: the address and the files in it are the same for
  /// all tests.
  @TempDir static Path directory;

  private static int port;

  private final List<ManagedChannel> channels = new ArrayList<>();
  private MeshInProcess mesh;
  private Backend one;
  private Backend two;

  @BeforeAll
  static void bootstrap() throws Exception {
    var own = Files.createDirectory(directory.resolve("client"));
    var uid = (int) Files.getAttribute(own, "unix:uid");
    var gid = (int) Files.getAttribute(own, "unix:gid");
    try (var mesh = new MeshInProcess(directory, 0, List.of())) {
      port = mesh.port();
      new CredentialFiles(own, new Owner(uid, gid))
          .write(mesh.pod("default"), mesh.authority().rootPem());
      var bootstrap = new GrpcBootstrap("client-0", "", mesh.address(), own.toString());
      System.setProperty(BOOTSTRAP, bootstrap.json());
    }
  }

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Backend.address().isPresent(), "this machine has no address but loopback");
    one = new Backend("one");
    two = new Backend("two");
    mesh = new MeshInProcess(directory, port, world());
  }

  private List<Change> world() {
    return List.of(MeshInProcess.service(), one.slice(), two.slice());
  }

  @AfterEach
  void stop() {
    if (mesh == null) {
      return;
    }
    channels.forEach(ManagedChannel::shutdownNow);
    mesh.close();
    one.close();
    two.close();
  }

  private ManagedChannel dial(String name) {
    var channel =
        Grpc.newChannelBuilder("xds:///" + name, InsecureChannelCredentials.create()).build();
    channels.add(channel);
    return channel;
  }

  /// Who answers twenty calls, none of which fails.
  private static Set<String> answers(ManagedChannel channel) {
    var answers = new TreeSet<String>();
    for (var i = 0; i < 20; i++) {
      answers.add(Backend.ask(channel));
    }
    return answers;
  }

  private static void becomes(ManagedChannel channel, String... names) {
    await()
        .atMost(PATIENCE)
        .ignoreException(StatusRuntimeException.class)
        .untilAsserted(() -> assertThat(answers(channel)).containsExactly(names));
  }

  private static Status failure(ManagedChannel channel) {
    try {
      Backend.ask(channel);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  @Test
  void balancesFailsOverAndFollows() throws Exception {
    var channel = dial("backend");
    becomes(channel, "one", "two");
    for (var name : List.of("backend:50051", "backend.default.svc.cluster.local")) {
      becomes(dial(name), "one", "two");
    }

    one.close();
    becomes(channel, "two");
    try (var three = new Backend("three")) {
      mesh.apply(one.gone(), three.slice());
      becomes(channel, "three", "two");
      mesh.apply(three.gone());
      becomes(channel, "two");
    }
  }

  @Test
  void aRestartOfTheControlPlaneIsNotNoticed() throws Exception {
    var channel = dial("backend");
    becomes(channel, "one", "two");
    mesh.close();
    assertThat(answers(channel)).containsExactly("one", "two");
    mesh = new MeshInProcess(directory, port, world());
    await().atMost(PATIENCE).until(mesh::connected);
    assertThat(answers(channel)).containsExactly("one", "two");
    mesh.apply(one.gone());
    becomes(channel, "two");
  }

  @Test
  void aNameThatIsGoneIsSaidToBe() throws Exception {
    var channel = dial("backend");
    becomes(channel, "one", "two");
    mesh.apply(Change.gone(MeshInProcess.SERVICE));
    await().atMost(PATIENCE).until(() -> failure(channel).getCode() == Status.Code.UNAVAILABLE);
    assertThat(failure(channel).getDescription()).contains("backend");
    mesh.apply(MeshInProcess.service());
    becomes(channel, "one", "two");
  }

  @Test
  void aNameThatNeverWasIsSaidToBeMissing() {
    assertThatThrownBy(() -> Backend.ask(dial("nothing.default")))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("UNAVAILABLE")
        .hasMessageContaining("nothing.default");
  }
}
