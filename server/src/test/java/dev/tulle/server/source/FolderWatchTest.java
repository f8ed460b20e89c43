package dev.tulle.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Each test changes a real folder and waits for what is told of it.
@Timeout(60)
class FolderWatchTest {

  private record Told(FolderState state, List<ObjectName> changed) {
    /// As in `a:80 b:81`: the Services in force with their ports.
    String services() {
      return String.join(
          " ",
          state.inForce().values().stream()
              .filter(o -> o.object() instanceof Service)
              .map(o -> o.name().name() + ":" + port((Service) o.object()))
              .toList());
    }

    private static int port(Service service) {
      return service.getSpec().getPorts().getFirst().getPort();
    }

    List<String> changedNames() {
      return changed.stream().map(ObjectName::name).toList();
    }

    List<String> findings() {
      return state.findings().stream().map(FileFinding::render).toList();
    }
  }

  @TempDir Path temporary;
  private Folder folder = new Folder(Path.of("."));
  private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private AutoCloseable watch = () -> {};

  @BeforeEach
  void watchAFolderWithAService() throws Exception {
    folder = new Folder(Files.createDirectory(temporary.resolve("app")));
    folder.write("a.yaml", Folder.service("a", 80));
    watch =
        FolderSource.watch(
            folder.path(), "app", (now, changed) -> told.add(new Told(now, changed)));
    assertThat(next().services()).isEqualTo("a:80");
  }

  @AfterEach
  void close() throws Exception {
    watch.close();
  }

  private Told next() throws InterruptedException {
    var next = told.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was told");
    }
    return next;
  }

  /// The first that is told and is like this; those before it are let go.
  private Told until(Predicate<Told> like) throws InterruptedException {
    while (true) {
      var next = next();
      if (like.test(next)) {
        return next;
      }
    }
  }

  private Told untilServices(String services) throws InterruptedException {
    return until(t -> t.services().equals(services));
  }

  /// Changes something that is certain to be told, and gives all that was told until then.
  private List<Told> allUntilMarked() throws Exception {
    folder.replace("mark.yaml", Folder.service("mark", 1));
    var all = Stream.<Told>builder();
    for (var t = next(); ; t = next()) {
      all.add(t);
      if (t.services().contains("mark:1")) {
        return all.build().toList();
      }
    }
  }

  @Test
  void aSaveByRenameIsTold() throws Exception {
    folder.replace("a.yaml", Folder.service("a", 81));
    var next = next();
    assertThat(next.services()).isEqualTo("a:81");
    assertThat(next.changedNames()).containsExactly("a");
  }

  @Test
  void aSaveInPlaceIsTold() throws Exception {
    folder.write("a.yaml", Folder.service("a", 81));
    untilServices("a:81");
  }

  @Test
  void aSaveThatChangesNothingIsNotTold() throws Exception {
    Files.setLastModifiedTime(folder.path().resolve("a.yaml"), FileTime.fromMillis(1));
    folder.replace("a.yaml", Folder.service("a", 80));
    assertThat(allUntilMarked()).hasSize(1);
  }

  @Test
  void onlyMovedLinesAreToldWithoutAnyChange() throws Exception {
    folder.replace("a.yaml", "# a comment\n" + Folder.service("a", 80));
    var next = next();
    assertThat(next.changed()).isEmpty();
    assertThat(next.state().inForce().values().iterator().next().line()).isEqualTo(2);
  }

  @Test
  void oneSaveIsOneBatch() throws Exception {
    folder.replace("a.yaml", Folder.service("b", 80) + "---\n" + Folder.service("c", 80));
    var next = next();
    assertThat(next.services()).isEqualTo("b:80 c:80");
    assertThat(next.changedNames()).containsExactly("a", "b", "c");
  }

  @Test
  void createdAndDeletedFilesAreTold() throws Exception {
    folder.write("b.yaml", Folder.service("b", 80));
    untilServices("a:80 b:80");
    folder.delete("a.yaml");
    assertThat(untilServices("b:80").changedNames()).containsExactly("a");
  }

  @Test
  void aFileThatIsAwayForAMomentLosesNothing() throws Exception {
    for (int port = 81; port < 111; port++) {
      // as git checks out: delete, create, write
      folder.delete("a.yaml");
      folder.write("a.yaml", Folder.service("a", port));
      var expected = "a:" + port;
      while (true) {
        var next = next();
        assertThat(next.services()).isNotEmpty();
        if (next.services().equals(expected)) {
          break;
        }
      }
    }
  }

  @Test
  void aFileThatIsWrittenPieceByPieceLosesNothing() throws Exception {
    folder.replace("a.yaml", Folder.service("a", 80) + "---\n" + Folder.service("b", 80));
    untilServices("a:80 b:80");
    for (int port = 81; port < 111; port++) {
      try (var out = Files.newBufferedWriter(folder.path().resolve("a.yaml"))) {
        out.write(Folder.service("a", port));
        out.flush();
        out.write("---\nkind: Service\n");
        out.flush();
        out.write(Folder.service("b", port).replace("kind: Service\n", ""));
      }
      var expected = "a:" + port + " b:" + port;
      until(
          t -> {
            assertThat(t.services()).contains("a:", "b:");
            assertThat(t.findings()).isEmpty();
            return t.services().equals(expected);
          });
    }
  }

  @Test
  void aNewSubFolderIsFollowedWithWhatItHadFromTheStart() throws Exception {
    var made = Files.createDirectories(temporary.resolve("made/deep"));
    Files.writeString(made.resolve("b.yaml"), Folder.service("b", 80));
    Files.move(temporary.resolve("made"), folder.path().resolve("sub"));
    untilServices("a:80 b:80");
    folder.write("sub/deep/b.yaml", Folder.service("b", 81));
    untilServices("a:80 b:81");
    folder.write("new/er/c.yaml", Folder.service("c", 80));
    untilServices("a:80 b:81 c:80");
    Files.move(folder.path().resolve("sub"), folder.path().resolve("renamed"));
    folder.write("renamed/deep/b.yaml", Folder.service("b", 82));
    assertThat(untilServices("a:80 b:82 c:80").state().inForce().values())
        .anyMatch(o -> o.file().equals("app/renamed/deep/b.yaml"));
  }

  @Test
  void aBrokenFileKeepsItsObjectsAndSaysWhy() throws Exception {
    folder.replace("a.yaml", Folder.service("a", 81) + "---\nkind: [\n");
    var broken = next();
    assertThat(broken.services()).isEqualTo("a:81");
    assertThat(broken.findings()).singleElement().asString().startsWith("app/a.yaml:9: ");
    folder.replace("a.yaml", "kind: [\n");
    assertThat(next().services()).isEqualTo("a:81");
    folder.replace("a.yaml", Folder.service("a", 82));
    var mended = next();
    assertThat(mended.services()).isEqualTo("a:82");
    assertThat(mended.findings()).isEmpty();
  }

  @Test
  void aRefusedObjectKeepsItsLastGoodVersion() throws Exception {
    folder.replace("a.yaml", Folder.service("a", 0) + "---\n" + Folder.service("b", 80));
    var next = next();
    assertThat(next.services()).isEqualTo("a:80 b:80");
    assertThat(next.findings()).singleElement().asString().startsWith("app/a.yaml:7: ");
  }

  @Test
  void aRefusedObjectKeepsItsLastGoodVersionInAnotherFile() throws Exception {
    folder.replace("b.yaml", Folder.service("a", 0));
    assertThat(next().services()).isEqualTo("a:80");
    folder.delete("a.yaml");
    assertThat(allUntilMarked()).allMatch(t -> t.services().contains("a:80"));
  }

  @Test
  void aBrokenFileMayBeRenamed() throws Exception {
    folder.replace("a.yaml", "kind: [\n");
    next();
    Files.move(folder.path().resolve("a.yaml"), folder.path().resolve("b.yaml"));
    until(t -> t.findings().toString().contains("app/b.yaml"));
    assertThat(allUntilMarked()).allMatch(t -> t.services().contains("a:80"));
  }

  @Test
  void anEmptyFileIsTakenToBeBeingWritten() throws Exception {
    folder.write("a.yaml", "");
    var empty = until(t -> !t.findings().isEmpty());
    assertThat(empty.services()).isEqualTo("a:80");
    assertThat(empty.findings())
        .containsExactly(
            "app/a.yaml: the file is empty, as it is while it is being written; its objects stay"
                + " in force. Write it, or delete it if its objects are to go.");
    folder.write("a.yaml", "# nothing on purpose\n");
    untilServices("");
  }

  @Test
  void aDuplicateTakesOverOnlyWhenTheFirstGoes() throws Exception {
    folder.replace("0.yaml", Folder.service("a", 99));
    var both = next();
    assertThat(both.services()).isEqualTo("a:80");
    assertThat(both.findings()).singleElement().asString().startsWith("app/0.yaml:1: ");
    folder.delete("a.yaml");
    assertThat(untilServices("a:99").findings()).isEmpty();
  }

  @Test
  void aKustomizationAppearsChangesAndGoes() throws Exception {
    folder.replace("b.yaml", Folder.service("b", 80));
    untilServices("a:80 b:80");
    folder.write("kustomization.yaml", "resources: [b.yaml]\n");
    untilServices("b:80");
    folder.write("kustomization.yaml", "resources: [b.yaml, a.yaml, later/c.yaml]\n");
    untilServices("a:80 b:80");
    folder.write("later/c.yaml", Folder.service("c", 80));
    untilServices("a:80 b:80 c:80");
    folder.write("kustomization.yaml", "resources: [\n");
    assertThat(until(t -> t.findings().toString().contains("kustomization.yaml:1")).services())
        .isEqualTo("a:80 b:80 c:80");
    folder.delete("kustomization.yaml");
    assertThat(until(t -> t.findings().isEmpty()).services()).isEqualTo("a:80 b:80 c:80");
  }

  @Test
  void linksThatAreSwappedAsInAConfigMapVolume() throws Exception {
    folder.write("..one/m.yaml", Folder.service("m", 80));
    folder.write("..two/m.yaml", Folder.service("m", 81));
    Files.createSymbolicLink(folder.path().resolve("..data"), Path.of("..one"));
    Files.createSymbolicLink(folder.path().resolve("m.yaml"), Path.of("..data/m.yaml"));
    untilServices("a:80 m:80");
    Files.createSymbolicLink(folder.path().resolve("..data_tmp"), Path.of("..two"));
    Files.move(
        folder.path().resolve("..data_tmp"),
        folder.path().resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE);
    untilServices("a:80 m:81");
  }

  @Test
  void aFolderThatGoesKeepsItsObjectsAndMayComeBack() throws Exception {
    folder.delete("a.yaml");
    Files.delete(folder.path());
    var gone = until(t -> t.findings().toString().contains("the folder does not exist"));
    assertThat(gone.services()).isIn("a:80", "");
    Files.createDirectory(folder.path());
    folder.write("b.yaml", Folder.service("b", 80));
    untilServices("b:80");
  }

  @Test
  void manyQuickSavesEndWithTheLast() throws Exception {
    for (int port = 1; port <= 1000; port++) {
      if (port % 2 == 0) {
        folder.replace("a.yaml", Folder.service("a", port));
      } else {
        folder.write("a.yaml", Folder.service("a", port));
      }
    }
    until(
        t -> {
          assertThat(t.services()).startsWith("a:");
          return t.services().equals("a:1000");
        });
  }

  @Test
  void manyFilesAtOnceAreAllSeen() throws Exception {
    for (int i = 0; i < 1500; i++) {
      folder.write("many/s" + i + ".yaml", Folder.service("s" + i, 80));
    }
    until(t -> t.state().inForce().size() == 1501);
  }
}
