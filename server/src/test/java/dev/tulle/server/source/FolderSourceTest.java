package dev.tulle.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {

  @TempDir Path temporary;
  private Folder folder = new Folder(Path.of("."));

  @BeforeEach
  void inItsOwnFolder() throws IOException {
    folder = new Folder(Files.createDirectory(temporary.resolve("app")));
  }

  private FolderState read() {
    return FolderSource.read(folder.path(), "app");
  }

  private List<String> names() {
    return read().inForce().keySet().stream().map(ObjectName::name).toList();
  }

  private List<String> findings() {
    return read().findings().stream().map(FileFinding::render).toList();
  }

  @Test
  void readsManifestsInAllSubFolders() throws IOException {
    folder.write("a.yaml", Folder.service("a", 80));
    folder.write("deep/er/b.yml", Folder.service("b", 80));
    folder.write(
        "c.json",
        "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"c\"}}");
    assertThat(names()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(findings()).isEmpty();
  }

  @Test
  void leavesAloneWhatIsHiddenOrAnEditorsOwn() throws IOException {
    for (var file :
        List.of(".a.yaml", "a.yaml~", "#a.yaml#", ".git/a.yaml", "a.yaml.swp", "a.txt")) {
      folder.write(file, Folder.service("a", 80));
    }
    assertThat(names()).isEmpty();
    assertThat(findings()).isEmpty();
  }

  @Test
  void findingsNameFilesAsTheUserDoes() throws IOException {
    folder.write("sub/a.yaml", Folder.service("a", 0));
    assertThat(findings()).singleElement().asString().startsWith("app/sub/a.yaml:7: Service ");
    assertThat(FolderSource.read(folder.path(), ".").findings().getFirst().file())
        .isEqualTo("sub/a.yaml");
    assertThat(FolderSource.read(folder.path(), "app/").findings().getFirst().file())
        .isEqualTo("app/sub/a.yaml");
  }

  @Test
  void theFirstOfTwoWithOneNameCountsAndTheOtherIsAFinding() throws IOException {
    folder.write("a.yaml", Folder.service("same", 80));
    folder.write("b.yaml", Folder.service("same", 81));
    assertThat(read().inForce().values())
        .singleElement()
        .extracting(o -> o.file())
        .isEqualTo("app/a.yaml");
    assertThat(findings())
        .containsExactly(
            "app/b.yaml:1: Service default/same stands here and in app/a.yaml:1, which is in"
                + " force. Rename or remove one of the two.");
  }

  @Test
  void twoWithOneNameInOneFileAreAFindingToo() throws IOException {
    folder.write("a.yaml", Folder.service("same", 80) + "---\n" + Folder.service("same", 81));
    assertThat(findings()).singleElement().asString().startsWith("app/a.yaml:9: ");
  }

  @Test
  void aKindThatIsNotUsedIsSaidOnce() throws IOException {
    for (var file : List.of("a.yaml", "b.yaml")) {
      folder.write(file, "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: a\n");
    }
    assertThat(findings()).singleElement().asString().contains("CronJob");
  }

  @Test
  void aKustomizationSaysWhatBelongsToItsFolder() throws IOException {
    folder.write(
        "kustomization.yaml",
        """
        resources:
          - a.yaml
          - sub
          - missing.yaml
          - ../out.yaml
          - https://example.com/x.yaml
        namePrefix: x-
        """);
    folder.write("a.yaml", Folder.service("a", 80));
    folder.write("not-listed.yaml", Folder.service("not-listed", 80));
    folder.write("sub/b.yaml", Folder.service("b", 80));
    Files.writeString(temporary.resolve("out.yaml"), Folder.service("out", 80));
    assertThat(names()).containsExactly("a", "b");
    assertThat(findings())
        .containsExactly(
            "app/kustomization.yaml:4: the resource missing.yaml does not exist. Create it, or"
                + " remove the line.",
            "app/kustomization.yaml:5: the resource ../out.yaml lies outside of app. Copy it into"
                + " the folder.",
            "app/kustomization.yaml:6: the resource https://example.com/x.yaml is not a file of"
                + " this folder. Copy it into the folder.",
            "app/kustomization.yaml:7: the kustomize field `namePrefix` is not used. Write its"
                + " effect into the manifests, or run `kubectl kustomize` and use what it prints.");
  }

  @Test
  void anEmptyKustomizationIsAFinding() throws IOException {
    folder.write("kustomization.yaml", "");
    assertThat(findings())
        .containsExactly("app/kustomization.yaml:1: the kustomization is empty. Add `resources:`.");
  }

  @Test
  void kustomizationsMayNameOneAnother() throws IOException {
    folder.write("overlay/kustomization.yaml", "resources: [../base]\n");
    folder.write("base/kustomization.yaml", "resources: [a.yaml, ../overlay]\n");
    folder.write("base/a.yaml", Folder.service("a", 80));
    assertThat(names()).containsExactly("a");
    assertThat(findings()).isEmpty();
  }

  @Test
  void aLinkThatLeadsOutIsNotFollowed() throws IOException {
    var secret = Files.writeString(temporary.resolve("secret.yaml"), Folder.service("secret", 80));
    Files.createSymbolicLink(folder.path().resolve("link.yaml"), secret);
    Files.createSymbolicLink(folder.path().resolve("up"), temporary);
    Files.createSymbolicLink(folder.path().resolve("dangling.yaml"), Path.of("nowhere"));
    assertThat(names()).isEmpty();
    assertThat(findings()).hasSize(3).allMatch(f -> f.contains("this link leads"));
  }

  @Test
  void aFileIsReadOnceWhateverLinksLeadToIt() throws IOException {
    folder.write("b.yaml", Folder.service("b", 80));
    Files.createSymbolicLink(folder.path().resolve("a.yaml"), Path.of("b.yaml"));
    Files.createSymbolicLink(folder.path().resolve("self"), Path.of("."));
    assertThat(names()).containsExactly("b");
    assertThat(findings()).isEmpty();
  }

  @Test
  void aFileThatIsNoTextIsAFinding() throws IOException {
    Files.write(folder.path().resolve("a.yaml"), new byte[] {(byte) 0xC3, (byte) 0x28});
    assertThat(findings()).singleElement().asString().contains("it is not UTF-8 text");
  }

  @Test
  void aFolderThatIsNotThereIsAFinding() {
    assertThat(FolderSource.read(temporary.resolve("nowhere"), "nowhere").findings())
        .singleElement()
        .asString()
        .startsWith("nowhere: the folder does not exist");
  }

  @Test
  void findingsOfLaterStagesGetTheirLines() throws IOException {
    folder.write("a.yaml", "# comment\n" + Folder.service("a", 80));
    var name = new ObjectName("Service", "default", "a");
    var finding = new Finding(Severity.ERROR, name, "spec.ports[0].port", "R", "wrong", "do");
    assertThat(read().locate(finding).render()).isEqualTo("app/a.yaml:8: wrong. Do.");
    var unknown = new ObjectName("Service", "default", "b");
    var elsewhere = new Finding(Severity.ERROR, unknown, "", "R", "wrong", "do");
    assertThat(read().locate(elsewhere).render()).isEqualTo("app: wrong. Do.");
  }
}
