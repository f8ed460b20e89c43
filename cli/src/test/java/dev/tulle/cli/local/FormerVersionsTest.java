package dev.tulle.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Severity;
import dev.tulle.server.source.FolderSource;
import dev.tulle.server.source.FolderState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerVersionsTest {

  private static final ObjectName IN_FORCE = new ObjectName("ConfigMap", "default", "settings");
  private static final ObjectName ABSENT = new ObjectName("ConfigMap", "default", "other");
  private static final String STAYS = "Until then the last good version stays in force.";

  @TempDir Path directory;
  private FolderState folder = empty();

  @BeforeEach
  void aFolderWithAnObject() throws IOException {
    Files.writeString(
        directory.resolve("settings.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n");
    folder = FolderSource.read(directory, "shop");
  }

  @Test
  void aRefusedObjectThatWasThereBeforeStays() {
    var former = new FormerVersions(folder, Set.of());

    assertThat(cure(former.ofFile(error(Optional.of(IN_FORCE), "UnknownField"))))
        .isEqualTo("Mend it. " + STAYS);
    assertThat(cure(former.ofFile(error(Optional.of(ABSENT), "UnknownField"))))
        .isEqualTo("Mend it.");
  }

  @Test
  void whatABrokenFileHeldStays() {
    var former = new FormerVersions(folder, Set.of());

    assertThat(cure(former.ofFile(error(Optional.empty(), "Syntax")))).endsWith(STAYS);
    assertThat(
            cure(new FormerVersions(empty(), Set.of()).ofFile(error(Optional.empty(), "Syntax"))))
        .isEqualTo("Mend it.");
  }

  @Test
  void whereAnObjectStandsTwiceTheOneInForceIsNamedAlready() {
    var former = new FormerVersions(folder, Set.of());

    assertThat(cure(former.ofFile(error(Optional.of(IN_FORCE), "DuplicateName"))))
        .isEqualTo("Mend it.");
  }

  @Test
  void ofObjectsOnlyThoseThatAreHeldBackStay() {
    var finding = error(Optional.of(IN_FORCE), "BackendNotFound");

    assertThat(cure(new FormerVersions(folder, Set.of(IN_FORCE)).ofObject(finding)))
        .endsWith(STAYS);
    assertThat(cure(new FormerVersions(folder, Set.of()).ofObject(finding))).isEqualTo("Mend it.");
  }

  private static FileFinding error(Optional<ObjectName> object, String reason) {
    return new FileFinding(
        Severity.ERROR, "shop/settings.yaml", 3, object, reason, "something is wrong", "mend it");
  }

  private static FolderState empty() {
    return new FolderState("shop", new TreeMap<>(), List.of());
  }

  private static String cure(FileFinding finding) {
    return finding.cureSentence();
  }
}
