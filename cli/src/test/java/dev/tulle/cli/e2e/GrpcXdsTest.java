package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a newcomer sees who runs `examples/grpc-xds`: the client's own gRPC library, which is
/// Python's, balances over the backends and follows when they change.
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcXdsTest {

  private final Folder folder = Folder.copyOf("grpc-xds");
  private final Tulle tulle = Tulle.on(folder);

  GrpcXdsTest() throws IOException {}

  @BeforeAll
  void start() throws Exception {
    tulle.up();
    awaitAnswers("three backends", it -> it.size() == 3);
  }

  @AfterAll
  void end() throws Exception {
    tulle.close();
    folder.close();
  }

  @Test
  void theClientFollowsTheBackends() throws Exception {
    scale(3, 1);
    awaitAnswers("the one that is left", it -> it.size() == 1);
    scale(1, 3);
    awaitAnswers("three again", it -> it.size() == 3);
    var before = answers();
    folder.edit("backend.yaml", it -> it.replace("\"0.0.0.0:50051\"", "\"[::]:50051\""));
    awaitAnswers("three others", it -> it.size() == 3 && it.stream().noneMatch(before::contains));
  }

  @Test
  void theClientHasNoProxy() throws Exception {
    var path = folder.path().toString();
    var proxies = tulle.run("proxy", "list", path).out();
    assertThat(proxies).containsPattern("backend-\\S+ +default +sidecar ");
    assertThat(proxies).containsPattern("client-\\S+ +default +grpc +- ");

    var bootstrap = tulle.run("proxy", "bootstrap", "--grpc", "--folder", path, "deploy/client");
    assertThat(bootstrap.exit()).as(bootstrap.err()).isZero();
    assertThat(bootstrap.out()).contains("\"xds_servers\"", "\"server_uri\"");
  }

  private void scale(int from, int to) throws IOException {
    folder.edit("backend.yaml", it -> it.replace("replicas: " + from, "replicas: " + to));
  }

  private void awaitAnswers(String what, Predicate<Set<String>> condition)
      throws InterruptedException {
    tulle.await(what, () -> condition.test(answers()));
  }

  /// The pods that answered a dozen calls; empty where one call failed.
  private Set<String> answers() {
    var pods = new TreeSet<String>();
    try {
      var curl = tulle.exec("deploy/client", "curl", "-sf", "localhost:8080");
      if (curl.exit() == 0) {
        curl.out().lines().forEach(it -> pods.add(it.strip().replaceAll("^[0-9]+ ", "")));
      }
      return pods;
    } catch (IOException e) {
      return pods;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
