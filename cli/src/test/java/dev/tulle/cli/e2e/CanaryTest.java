package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a newcomer sees who runs `examples/canary`: a route that is attached to a Service decides
/// for its clients, by their headers and by weight, until it is gone.
@EndToEnd
class CanaryTest {

  private static final String V1 = "this is v1";
  private static final String V2 = "this is v2";

  private final Folder folder = Folder.copyOf("canary");
  private final Tulle tulle = Tulle.on(folder);

  CanaryTest() throws IOException {}

  @BeforeEach
  void start() throws Exception {
    tulle.up();
    tulle.awaitPods(3);
    tulle.await("an answer of v2", () -> List.of(V2).equals(ask(1, "x-version: v2")));
  }

  @AfterEach
  void end() throws Exception {
    tulle.close();
    folder.close();
  }

  @Test
  void theRouteDecidesUntilItIsGone() throws Exception {
    assertThat(ask(20, "x-version: v2")).hasSize(20).containsOnly(V2);
    var others = ask(200, "x-version: v1");
    assertThat(others).hasSize(200).containsOnly(V1, V2);
    // one in ten, with more room than chance ever takes
    assertThat(others.stream().filter(V2::equals).count()).isBetween(2L, 60L);

    folder.delete("route.yaml");
    tulle.await("the end of the route", () -> ask(10, "x-version: v2").contains(V1));
    var again = ask(100, "x-version: v2");
    assertThat(again.stream().filter(V1::equals).count()).isBetween(20L, 80L);
  }

  @Test
  void aRuleThatNobodyMatchesIsNotFound() throws Exception {
    folder.edit(
        "route.yaml",
        text -> text.replace("- headers:", "- path: {value: /only}\n          headers:"));
    folder.edit("route.yaml", text -> text.substring(0, text.indexOf("    - backendRefs:")));
    tulle.await("404", () -> status().equals("404"));
  }

  /// What the client hears that many times.
  private List<String> ask(int times, String header) {
    return curl(header, Collections.nCopies(times, "http://web/")).lines().toList();
  }

  private String status() {
    return curl("x-version: v2", List.of("-o", "/dev/null", "-w", "%{http_code}", "http://web/"));
  }

  /// What the client prints when it asks with a header.
  private String curl(String header, List<String> more) {
    try {
      var line = new ArrayList<>(List.of("curl", "-s", "-m", "10", "-H", header));
      line.addAll(more);
      return tulle.exec("deploy/client", line.toArray(String[]::new)).out();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
