package dev.tulle.server.source;

import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.manifest.ManifestFile;
import dev.tulle.core.manifest.ParsedFile;
import dev.tulle.core.status.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a folder again and again, each time only what may have changed. `scan` looks and `commit`
/// makes what was seen the state to which the next scan compares: in between, what a scan saw does
/// not count, so that a file that is away for a moment does not lose its last good objects. Used by
/// one thread.
final class FolderReader {

  /// What identifies the content of a file without reading it; not to be relied on within one tick
  /// of the file system's clock, so files with an event are always read.
  private record Stamp(Object modified, long size, @Nullable Object inode, boolean link) {}

  private record View(Path path, Stamp stamp, String hash, ParsedFile parsed) {}

  private final Path root;
  private final String display;
  private final FolderTree.OnFolder onFolder;
  private final ManifestFile manifests;
  private final Optional<LastGood> lastGood;
  private FolderTree.Found found =
      new FolderTree.Found(new TreeMap<>(), Set.of(), List.of(), false);
  private SortedMap<String, View> views = new TreeMap<>();
  private SortedMap<String, View> committedViews = new TreeMap<>();
  private FolderState committed;

  /// Begins with what was last good, where that is kept: a file that is broken at the first scan
  /// has a version to go back to.
  FolderReader(
      Path folder, String display, Optional<LastGood> lastGood, FolderTree.OnFolder onFolder) {
    this.root = folder.toAbsolutePath().normalize();
    this.display =
        display.length() > 1 && display.endsWith("/")
            ? display.substring(0, display.length() - 1)
            : display;
    this.manifests = new ManifestFile();
    this.lastGood = lastGood;
    this.onFolder = onFolder;
    this.committed = former();
  }

  private FolderState former() {
    var files = new TreeMap<String, ParsedFile>();
    lastGood.ifPresent(
        texts -> texts.load().forEach((name, text) -> files.put(name, manifests.read(name, text))));
    return InForce.next(FolderState.empty(display), files, Map.of(), List.of());
  }

  Path root() {
    return root;
  }

  FolderState committed() {
    return committed;
  }

  /// What a scan saw: the state that would follow the committed one, whether anything differs from
  /// it, and whether a file is worse than it was or an object went, which may be the middle of a
  /// save.
  record Seen(FolderState state, boolean different, boolean doubtful) {}

  /// Looks at everything.
  Seen scanAll() {
    found = FolderTree.find(root, display, onFolder);
    return seen(found.folderGone() ? views : viewed(path -> true));
  }

  /// Looks at files that had an event; at the whole tree only where they are not all known.
  Seen scan(Set<Path> touched) {
    if (touched.stream().allMatch(this::isKnownFile)) {
      return seen(viewedAgain(touched));
    }
    found = FolderTree.find(root, display, onFolder);
    // by name alone, since the folder of an event may have several paths
    var names = touched.stream().map(Path::getFileName).collect(Collectors.toSet());
    return seen(found.folderGone() ? views : viewed(path -> names.contains(path.getFileName())));
  }

  void commit(Seen seen) {
    committed = seen.state();
    committedViews = views;
  }

  private boolean isKnownFile(Path path) {
    return found.files().containsValue(path)
        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private interface Touched {
    boolean test(Path path);
  }

  private Seen seen(SortedMap<String, View> now) {
    views = now;
    var files = new TreeMap<String, ParsedFile>();
    views.forEach((name, view) -> files.put(name, view.parsed()));
    var next = InForce.next(committed, files, renamed(), found.findings());
    boolean different =
        !hashes(views).equals(hashes(committedViews))
            || !next.findings().equals(committed.findings())
            || !next.changedSince(committed).isEmpty();
    return new Seen(next, different, next.lacksSomeOf(committed) || worse());
  }

  private SortedMap<String, View> viewed(Touched touched) {
    var now = new TreeMap<String, View>();
    // where it cannot be told which files belong, those that did still do
    committedViews.forEach(
        (name, view) -> {
          if (found.unknown().stream().anyMatch(name::startsWith)) {
            var path = view.path();
            now.put(name, view);
            if (Files.isReadable(path)) {
              view(name, path, touched.test(path)).ifPresent(again -> now.put(name, again));
            }
          }
        });
    found
        .files()
        .forEach(
            (name, path) ->
                view(name, path, touched.test(path)).ifPresent(view -> now.put(name, view)));
    return now;
  }

  /// Only files that had an event, and links, whose targets have none of their own.
  private SortedMap<String, View> viewedAgain(Set<Path> touched) {
    var now = new TreeMap<>(views);
    found
        .files()
        .forEach(
            (name, path) -> {
              var last = views.get(name);
              if (touched.contains(path) || last == null || last.stamp().link()) {
                view(name, path, true)
                    .ifPresentOrElse(view -> now.put(name, view), () -> now.remove(name));
              }
            });
    return now;
  }

  private Optional<View> view(String name, Path path, boolean touched) {
    var last = views.get(name);
    try {
      var stamp = stamp(path);
      // what a link leads to has no event of its own
      boolean read = touched || stamp.link();
      if (!read && last != null && last.path().equals(path) && last.stamp().equals(stamp)) {
        return Optional.of(last);
      }
      var file = FileText.read(path);
      if (file.text().isEmpty() && hasObjectsOf(name)) {
        return Optional.of(new View(path, stamp, "being written", beingWritten(name)));
      }
      var parsed =
          last != null && last.hash().equals(file.hash())
              ? last.parsed()
              : parsed(name, file.text());
      return Optional.of(new View(path, stamp, file.hash(), parsed));
    } catch (NoSuchFileException vanished) {
      return Optional.empty();
    } catch (IOException unreadable) {
      var cause = FileText.cause(unreadable);
      var stamp = new Stamp("unreadable", 0, null, false);
      return Optional.of(new View(path, stamp, cause, unreadable(name, cause)));
    }
  }

  private ParsedFile parsed(String name, String text) {
    var parsed = manifests.read(name, text);
    if (!parsed.broken() && parsed.refused().isEmpty()) {
      lastGood.ifPresent(texts -> texts.keep(name, text));
    }
    return parsed;
  }

  private static Stamp stamp(Path path) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stamp(
        attributes.lastModifiedTime(),
        attributes.size(),
        attributes.fileKey(),
        Files.isSymbolicLink(path));
  }

  private boolean hasObjectsOf(String file) {
    return committed.inForce().values().stream().anyMatch(object -> object.file().equals(file));
  }

  private static ParsedFile beingWritten(String file) {
    return broken(
        file,
        Severity.WARNING,
        "FileEmpty",
        "the file is empty, as it is while it is being written; its objects stay in force",
        "write it, or delete it if its objects are to go");
  }

  private static ParsedFile unreadable(String file, String cause) {
    return broken(
        file,
        Severity.ERROR,
        "Unreadable",
        "the file cannot be read (" + cause + "); its objects stay in force",
        "make it a readable text file");
  }

  private static ParsedFile broken(
      String file, Severity severity, String reason, String message, String cure) {
    var finding = new FileFinding(severity, file, 0, Optional.empty(), reason, message, cure);
    return new ParsedFile(List.of(), Set.of(), List.of(finding), true);
  }

  /// A file that went and one that came with the same content are one that was renamed.
  private Map<String, String> renamed() {
    var gone = new HashMap<String, String>();
    committedViews.forEach(
        (name, view) -> {
          if (!views.containsKey(name)) {
            gone.put(view.hash(), name);
          }
        });
    var renamed = new HashMap<String, String>();
    views.forEach(
        (name, view) -> {
          var former = gone.get(view.hash());
          if (former != null && !committedViews.containsKey(name)) {
            renamed.put(former, name);
          }
        });
    return renamed;
  }

  /// Whether a file is worse than it was: not readable, or with an object that is refused.
  private boolean worse() {
    return views.entrySet().stream()
        .anyMatch(
            entry -> {
              var now = entry.getValue().parsed();
              var before = committedViews.get(entry.getKey());
              return before == null
                  ? now.broken() || !now.refused().isEmpty()
                  : (now.broken() && !before.parsed().broken())
                      || !before.parsed().refused().containsAll(now.refused());
            });
  }

  private static Map<String, String> hashes(SortedMap<String, View> views) {
    var hashes = new HashMap<String, String>();
    views.forEach((name, view) -> hashes.put(name, Objects.requireNonNull(view).hash()));
    return hashes;
  }
}
