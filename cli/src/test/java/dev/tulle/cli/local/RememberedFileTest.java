package dev.tulle.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.local.controller.JobEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedFileTest {

  @Test
  void theFileOutlivesTheProcess(@TempDir Path folder) throws IOException {
    var file = RememberedFile.addresses(folder.resolve("state"));
    assertThat(file.load().entries()).isEmpty();
    assertThat(file.load().problem()).isEmpty();
    file.save(Map.of("default/a", "10.96.4.9"));
    assertThat(file.load().entries()).containsExactly(Map.entry("default/a", "10.96.4.9"));

    var jobs = RememberedFile.endedJobs(folder);
    var end =
        new JobEnd("hash", true, "Completed", "3 of 3 done", Instant.parse("2026-01-01T12:00:00Z"));
    jobs.save(Map.of("default/job", end));
    assertThat(jobs.load().entries()).containsExactly(Map.entry("default/job", end));
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(2); // no temporary file
    }
  }

  @Test
  void theDiskIsTouchedOnlyForADifference(@TempDir Path folder) throws IOException {
    var path = folder.resolve("service-addresses.json");
    var file = RememberedFile.addresses(folder);
    file.load();
    file.save(Map.of());
    assertThat(path).doesNotExist();
    file.save(Map.of("default/a", "10.96.4.9"));
    Files.delete(path);
    file.save(Map.of("default/a", "10.96.4.9"));
    assertThat(path).doesNotExist();
    file.save(Map.of("default/a", "10.96.4.10"));
    assertThat(RememberedFile.addresses(folder).load().entries())
        .containsExactly(Map.entry("default/a", "10.96.4.10"));
  }

  @Test
  void aBrokenFileIsToldAndBegunAnew(@TempDir Path folder) throws IOException {
    for (var broken : List.of("", "{", "[]", "{\"a\": {\"b\": 1}}", "null")) {
      Files.writeString(folder.resolve("service-addresses.json"), broken);
      var loaded = RememberedFile.addresses(folder).load();
      assertThat(loaded.entries()).as(broken).isEmpty();
      assertThat(loaded.problem().orElseThrow()).as(broken).endsWith("it is begun anew.");
    }
  }
}
