package dev.tulle.server.source;

import dev.tulle.core.name.ObjectName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A folder of manifests: `*.yaml`, `*.yml` and `*.json` in it and its sub-folders, or, where a
/// folder has a `kustomization.yaml`, what that lists as its resources.
public final class FolderSource {

  private FolderSource() {}

  /// Told of each new state, and of the objects that are not as they were. All that one save, or
  /// several quick ones, changed is told at once. Called on one thread at a time.
  public interface Listener {
    void changed(FolderState now, List<ObjectName> changed);
  }

  /// The folder as it is now. `display` is what its user calls it; findings begin with it.
  public static FolderState read(Path folder, String display) {
    var reader = new FolderReader(folder, display, Optional.empty(), ignored -> {});
    return reader.scanAll().state();
  }

  /// Follows the folder until it is closed. The listener has had the first state when this returns.
  public static FolderWatch watch(Path folder, String display, Listener listener)
      throws IOException {
    return FolderWatch.start(folder, display, Optional.empty(), listener);
  }

  /// The same, going on from what `lastGood` has of a former run.
  public static FolderWatch watch(Path folder, String display, LastGood lastGood, Listener listener)
      throws IOException {
    return FolderWatch.start(folder, display, Optional.of(lastGood), listener);
  }
}
