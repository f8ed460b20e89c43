package dev.tulle.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastGoodTest {

  private static final ObjectName WEB = new ObjectName("ConfigMap", "default", "web");
  private static final String GOOD =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: web
      data:
        colour: blue
      """;

  @TempDir private Path directory;
  private Path folder;
  private Path kept;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(directory.resolve("folder"));
    kept = directory.resolve("kept");
    Files.writeString(folder.resolve("web.yaml"), GOOD);
    first();
  }

  @Test
  void aFileThatBrokeWhileNobodyLookedKeepsItsObjects() throws IOException {
    Files.writeString(folder.resolve("web.yaml"), GOOD + "colour: red\n");

    var state = first();

    assertThat(state.inForce()).containsKey(WEB);
    assertThat(state.findings()).singleElement().asString().contains("web.yaml:7", "colour");
  }

  @Test
  void aFileThatWentMeanwhileTakesItsObjectsWithIt() throws IOException {
    Files.delete(folder.resolve("web.yaml"));

    assertThat(first().inForce()).isEmpty();
  }

  @Test
  void aFileThatChangedMeanwhileCountsAsItIsNow() throws IOException {
    Files.writeString(folder.resolve("web.yaml"), GOOD.replace("blue", "red"));

    assertThat(first().inForce())
        .hasEntrySatisfying(WEB, web -> assertThat(web.object().toString()).contains("red"));
  }

  @Test
  void whatIsKeptIsForItsOwnerAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rwx------");
  }

  /// The first state of a new run.
  private FolderState first() throws IOException {
    var states = new ArrayList<FolderState>();
    try (var _ =
        FolderSource.watch(
            folder, "folder", new LastGood(kept), (now, changed) -> states.add(now))) {
      return states.getFirst();
    }
  }
}
