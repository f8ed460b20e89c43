package dev.tulle.server.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `kubectl describe` tells a newcomer about what is wrong: the words of conditions and Events
/// as they stand at a real API server, in `cases/describe/described.txt`, which
/// `-Dgolden=write` writes. Runs with `./verify cluster`.
@Tag("cluster")
final class DescribeTest {

  private static final Path CASE = Path.of("src", "test", "cases", "describe");
  private static final Path GOLDEN = CASE.resolve("described.txt");

  /// Longer than a warning has to stand before it is told.
  private static final Duration STANDS = Duration.ofSeconds(12);

  private static final Set<String> NOT_TOLD_OF = Set.of("Service", "Secret");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private String described = "";

  @Test
  void itNamesWhatIsWrongAndWhatToDo() throws IOException, InterruptedException {
    var input = Files.readString(CASE.resolve("input.yaml"));
    try (var bed = new StatusBed()) {
      // who comes first wins, and a second is as short as times of creation get
      var documents = input.split("(?m)^---$", -1);
      for (var document : documents) {
        bed.apply(document, 80);
        if (document.contains("name: same-path-")) {
          Thread.sleep(Duration.ofMillis(1_100));
        }
      }
      try (var replica = bed.replica("one")) {
        replica.start();
        await()
            .atMost(STANDS.multipliedBy(6))
            .pollInterval(Duration.ofSeconds(1))
            .during(STANDS)
            .until(() -> isAsBefore(bed, input));
      }
    }
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(GOLDEN, described);
    }
    assertThat(described).isEqualTo(Files.readString(GOLDEN));
  }

  private boolean isAsBefore(StatusBed bed, String input) {
    var text = new StringBuilder();
    for (var object : objects(bed, input)) {
      if (!NOT_TOLD_OF.contains(object.getKind())) {
        text.append(describe(bed, object));
      }
    }
    var now = text.toString().replace(bed.namespace(), "shop");
    boolean same = now.equals(described);
    described = now;
    return same && !now.isEmpty();
  }

  private static List<HasMetadata> objects(StatusBed bed, String input) {
    var text = input.replace("${namespace}", bed.namespace());
    return bed.client()
        .load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .items();
  }

  private static String describe(StatusBed bed, HasMetadata object) {
    var text = new StringBuilder();
    var name = object.getMetadata().getName();
    text.append(object.getKind()).append(' ').append(name).append('\n');
    var live = JSON.readTree(Serialization.asJson(bed.client().resource(object).get()));
    var status = live.path("status");
    for (var condition : status.path("conditions")) {
      text.append(line("  ", condition));
    }
    for (var listener : status.path("listeners")) {
      text.append("  listener ").append(listener.path("name").asString("")).append('\n');
      listener.path("conditions").forEach(each -> text.append(line("    ", each)));
    }
    for (var parent : status.path("parents")) {
      text.append("  parent ")
          .append(parent.path("parentRef").path("name").asString(""))
          .append('\n');
      parent.path("conditions").forEach(each -> text.append(line("    ", each)));
    }
    events(bed, object).forEach(event -> text.append("  Event ").append(event).append('\n'));
    return text.append('\n').toString();
  }

  private static String line(String indent, JsonNode condition) {
    var message = condition.path("message").asString("");
    return "%s%s: %s, %s%s%n"
        .formatted(
            indent,
            condition.path("type").asString(""),
            condition.path("status").asString("").toLowerCase(Locale.ROOT),
            condition.path("reason").asString(""),
            message.isEmpty() ? "" : ": " + message);
  }

  private static Set<String> events(StatusBed bed, HasMetadata object) {
    var told = new TreeSet<String>();
    for (Event event : bed.events()) {
      var about = event.getInvolvedObject();
      if (about.getKind().equals(object.getKind())
          && about.getName().equals(object.getMetadata().getName())) {
        told.add(event.getType() + " " + event.getReason() + ": " + event.getMessage());
      }
    }
    return told;
  }
}
