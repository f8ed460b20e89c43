package dev.tulle.server.kube;

import java.util.Optional;

/// What a `Reflector` keeps up to date. All calls come from the reflector's thread.
interface Mirror {

  /// As in a sentence: `pods`.
  String name();

  /// Where the objects are, or nothing while the API server has no such kind.
  Optional<String> path() throws ApiFailure, InterruptedException;

  /// In which form its watch wants them.
  String accept();

  /// Reads all there is; returns the version it was read at.
  String list(String path) throws ApiFailure, InterruptedException;

  /// An object has changed, may be one that is known already: versions tell.
  void event(WatchEvent event);

  /// There is no such kind any more, and so nothing of it.
  void absent();
}
