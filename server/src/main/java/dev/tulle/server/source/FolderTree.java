package dev.tulle.server.source;

import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.manifest.Kustomization;
import dev.tulle.core.status.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which files of a folder are its manifests. Each file is found once, whatever links lead to it. A
/// link that leads out of the folder is not followed: a folder must not be able to make the program
/// read what its owner may not.
final class FolderTree {

  /// Told of each folder before it is listed, so that a watch on it misses nothing.
  interface OnFolder {
    void found(Path folder) throws IOException;
  }

  /// `files` by the name that findings use. `unknown` are sub-folders (by such names, ending in a
  /// slash) of which it cannot be told at present what they hold.
  record Found(
      SortedMap<String, Path> files,
      Set<String> unknown,
      List<FileFinding> findings,
      boolean folderGone) {}

  private final Path root;
  private final String display;
  private final OnFolder onFolder;
  private final Set<Path> seenFolders = new HashSet<>();
  private final Set<Path> seenFiles = new HashSet<>();
  private final Deque<Path> links = new ArrayDeque<>();
  private final SortedMap<String, Path> files = new TreeMap<>();
  private final Set<String> unknown = new HashSet<>();
  private final List<FileFinding> findings = new ArrayList<>();

  private FolderTree(Path root, String display, OnFolder onFolder) {
    this.root = root;
    this.display = display;
    this.onFolder = onFolder;
  }

  /// `root` is absolute and normal.
  static Found find(Path root, String display, OnFolder onFolder) {
    var tree = new FolderTree(root, display, onFolder);
    boolean gone = !Files.isDirectory(root);
    if (gone) {
      tree.add(
          Severity.ERROR,
          display,
          0,
          "FolderGone",
          "the folder does not exist; what was in force stays in force",
          "create it again, or give another folder");
    } else {
      tree.folder(root);
      while (!tree.links.isEmpty()) {
        tree.link(tree.links.removeFirst());
      }
    }
    return new Found(tree.files, tree.unknown, tree.findings, gone);
  }

  private void folder(Path folder) {
    try {
      if (!seenFolders.add(folder.toRealPath())) {
        return;
      }
      watched(folder);
      for (var name : Kustomization.FILES) {
        var kustomization = folder.resolve(name);
        if (Files.isRegularFile(kustomization) && isInside(kustomization)) {
          kustomization(kustomization);
          return;
        }
      }
      List<Path> entries;
      try (var listed = Files.list(folder)) {
        entries = listed.sorted().toList();
      }
      entries.forEach(this::entry);
    } catch (IOException unreadable) {
      unknown.add(prefix(folder));
      add(
          Severity.ERROR,
          named(folder),
          0,
          "Unreadable",
          "the folder cannot be read (" + FileText.cause(unreadable) + ")",
          "make it readable; what was in force from it stays in force");
    }
  }

  private void watched(Path folder) {
    try {
      onFolder.found(folder);
    } catch (IOException limit) {
      add(
          Severity.ERROR,
          named(folder),
          0,
          "NotWatched",
          "changes in this folder are not noticed (" + FileText.cause(limit) + ")",
          "raise the limit: sysctl fs.inotify.max_user_watches=1048576"
              + " fs.inotify.max_user_instances=1024");
    }
  }

  private void entry(Path path) {
    var name = path.getFileName().toString();
    if (isIgnored(name)) {
      return;
    }
    if (Files.isSymbolicLink(path)) {
      links.add(path);
    } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      folder(path);
    } else if (isManifest(name)) {
      file(path);
    }
  }

  /// Hidden files, and the backup and swap files of editors.
  static boolean isIgnored(String name) {
    return name.startsWith(".") || name.endsWith("~") || name.startsWith("#");
  }

  static boolean isManifest(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  private void file(Path path) {
    try {
      if (seenFiles.add(path.toRealPath())) {
        files.put(named(path), path);
      }
    } catch (IOException vanished) {
      // between being listed and now; an event will say so where one is waited for
    }
  }

  private void link(Path link) {
    boolean matters = isManifest(link.getFileName().toString()) || Files.isDirectory(link);
    if (!matters) {
      return;
    }
    try {
      var real = link.toRealPath();
      if (!isInside(link)) {
        add(
            Severity.WARNING,
            named(link),
            0,
            "LinkLeadsOut",
            "this link leads out of the folder, to " + real + ", and is not followed",
            "copy what it leads to into the folder");
      } else if (Files.isDirectory(real)) {
        folder(link);
      } else {
        watched(parent(real));
        file(link);
      }
    } catch (IOException dangling) {
      add(
          Severity.WARNING,
          named(link),
          0,
          "LinkLeadsNowhere",
          "this link leads to nothing",
          "remove it, or create what it leads to");
    }
  }

  private void kustomization(Path file) throws IOException {
    var folder = parent(file);
    var said = Kustomization.read(named(file), Files.readString(file));
    findings.addAll(said.findings());
    if (said.broken()) {
      unknown.add(prefix(folder));
    }
    for (var resource : said.resources()) {
      resource(folder, named(file), resource);
    }
  }

  private void resource(Path folder, String file, Kustomization.Resource resource)
      throws IOException {
    if (resource.path().contains("://")
        || resource.path().startsWith("github.com/")
        || resource.path().startsWith("git@")) {
      add(
          Severity.ERROR,
          file,
          resource.line(),
          "ResourceNotLocal",
          "the resource " + resource.path() + " is not a file of this folder",
          "copy it into the folder");
      return;
    }
    var path = folder.resolve(resource.path()).normalize();
    if (!path.startsWith(root) || (Files.exists(path) && !isInside(path))) {
      add(
          Severity.ERROR,
          file,
          resource.line(),
          "ResourceLeadsOut",
          "the resource " + resource.path() + " lies outside of " + display,
          "copy it into the folder");
    } else if (!Files.exists(path)) {
      nearest(parent(path));
      add(
          Severity.ERROR,
          file,
          resource.line(),
          "ResourceMissing",
          "the resource " + resource.path() + " does not exist",
          "create it, or remove the line");
    } else if (Files.isDirectory(path)) {
      folder(path);
    } else {
      watched(parent(path));
      file(path);
    }
  }

  /// Whether what a path leads to is in the folder.
  private boolean isInside(Path path) throws IOException {
    return path.toRealPath().startsWith(root.toRealPath());
  }

  /// Watches where a missing resource would appear.
  private void nearest(Path folder) {
    var existing = folder;
    while (!Files.isDirectory(existing) && !existing.equals(root)) {
      existing = parent(existing);
    }
    watched(existing);
  }

  private Path parent(Path path) {
    return Objects.requireNonNullElse(path.getParent(), root);
  }

  private String named(Path path) {
    var relative = root.relativize(path).toString();
    if (relative.isEmpty()) {
      return display;
    }
    return display.equals(".") ? relative : display + "/" + relative;
  }

  /// What the names of all files in a folder begin with.
  private String prefix(Path folder) {
    return folder.equals(root) && display.equals(".") ? "" : named(folder) + "/";
  }

  private void add(
      Severity severity, String file, int line, String reason, String message, String cure) {
    findings.add(new FileFinding(severity, file, line, Optional.empty(), reason, message, cure));
  }
}
