package dev.tulle.cli.local.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.cli.instance.Instance;
import dev.tulle.core.name.ObjectName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which connections of a pod are led to its proxy: here programs that say who they are, one of
/// them on the ports of a proxy.
@Tag("netns")
final class CaptureTest {

  private static final long NOBODY = 65_534;

  /// Listens on each `ADDRESS:PORT` that it is given, tells when it does, and says its name to
  /// whoever comes.
  private static final String SERVER =
      """
      import socket, sys, threading
      def serve(listener):
          while True:
              peer, _ = listener.accept()
              peer.sendall(sys.argv[1].encode())
              peer.close()
      for at in sys.argv[2:]:
          host, port = at.rsplit(':', 1)
          listener = socket.create_server((host, int(port)))
          threading.Thread(target=serve, args=(listener,)).start()
      print('up', flush=True)
      """;

  private static final String CLIENT = "exec 3<>/dev/tcp/$0/$1; cat <&3";

  @TempDir Path root;
  private final List<Process> started = new ArrayList<>();
  private Optional<Network> opened = Optional.empty();
  private Optional<PodNetwork> attached = Optional.empty();

  @BeforeEach
  void open() throws Exception {
    var lacks = LocalHost.check();
    assumeTrue(lacks.isEmpty(), () -> "pods cannot run here: " + String.join(" ", lacks));
    var key = "%08x".formatted(new SecureRandom().nextInt());
    var instance =
        new Instance(root, "test-" + key, root.resolve("run"), root.resolve("state/" + key));
    var network = Network.open(instance);
    opened = Optional.of(network);
    var host = new PodHost("a", "", Map.of(), Optional.empty());
    attached = Optional.of(network.attach(new ObjectName("Pod", "default", "a"), host));
    new Capture(NOBODY, 7001, 7006).load(pod());
    serve(inPod(), "proxy", "0.0.0.0:7001", "0.0.0.0:7006");
    serve(inPod(), "program", "0.0.0.0:8080", "127.0.0.1:8081");
    serve(List.of(), "host", network.gateway() + ":8082");
  }

  @AfterEach
  void close() throws Exception {
    started.forEach(Process::destroyForcibly);
    if (opened.isPresent()) {
      opened.get().close();
    }
  }

  @Test
  void whatComesInIsLedToTheProxyWhereAProgramListens() throws Exception {
    assertThat(fromHost(pod().gateway(), 8080)).isEqualTo("proxy");
    assertThat(fromHost(pod().gateway(), 8081)).as("on its loopback only").isEqualTo("refused");
    assertThat(fromHost(pod().gateway(), 8083)).as("nobody listens").isEqualTo("refused");
  }

  @Test
  void theNodesAgentReachesTheProgram() throws Exception {
    assertThat(fromHost(pod().agent(), 8080)).isEqualTo("program");
    assertThat(fromHost(pod().agent(), 8083)).isEqualTo("refused");
  }

  @Test
  void whatGoesOutIsLedToTheProxyButNotWhatTheProxySends() throws Exception {
    assertThat(fromPod(List.of(), pod().gateway(), 8082)).isEqualTo("proxy");
    var user = List.of("setpriv", "--reuid=" + NOBODY, "--clear-groups");
    assertThat(fromPod(user, pod().gateway(), 8082)).isEqualTo("host");
  }

  @Test
  void whatStaysInThePodIsLeftAlone() throws Exception {
    assertThat(fromPod(List.of(), "127.0.0.1", 8081)).isEqualTo("program");
    assertThat(fromPod(List.of(), pod().address(), 8080)).isEqualTo("program");
  }

  private PodNetwork pod() {
    return attached.orElseThrow();
  }

  private String fromHost(String source, int port) throws IOException {
    try (var socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
      socket.connect(new InetSocketAddress(pod().address(), port), 5000);
      socket.setSoTimeout(5000);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (java.net.ConnectException e) {
      return "refused";
    }
  }

  private String fromPod(List<String> user, String host, int port) throws Exception {
    var line = new ArrayList<>(inPod());
    line.addAll(user);
    line.addAll(List.of("bash", "-c", CLIENT, host, "" + port));
    var client = new ProcessBuilder(line).redirectErrorStream(true).start();
    started.add(client);
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private List<String> inPod() {
    return List.of("nsenter", "--net=" + pod().file());
  }

  private void serve(List<String> where, String name, String... addresses) throws IOException {
    var line = new ArrayList<>(where);
    line.addAll(List.of("python3", "-c", SERVER, name));
    line.addAll(List.of(addresses));
    var server = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(server);
    assertThat(server.inputReader().readLine()).as(name).isEqualTo("up");
  }
}
