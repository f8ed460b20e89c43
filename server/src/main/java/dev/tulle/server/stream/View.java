package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which content a stream is being brought to.
///
/// Clusters, listeners and routes refer to each other, so they are taken from one publication,
/// `adopted`, until the proxy has confirmed all of it; only then does the stream go on to the
/// `latest`. Endpoints and secrets refer to nothing: they are always the latest, and outlive their
/// removal until the clusters and listeners that used them have moved on as well.
record View(Publication adopted, Publication latest) {

  static boolean inOrder(ResourceType type) {
    return switch (type) {
      case CLUSTER, LISTENER, ROUTE, EXTENSION -> true;
      case ENDPOINT, SECRET -> false;
    };
  }

  /// The types whose resources can name one of this type, directly or through others.
  static Set<ResourceType> referrers(ResourceType type) {
    return switch (type) {
      case LISTENER -> Set.of();
      case ROUTE, EXTENSION -> Set.of(ResourceType.LISTENER);
      case CLUSTER -> Set.of(ResourceType.LISTENER, ResourceType.ROUTE, ResourceType.EXTENSION);
      case ENDPOINT, SECRET ->
          Set.of(
              ResourceType.LISTENER,
              ResourceType.ROUTE,
              ResourceType.EXTENSION,
              ResourceType.CLUSTER);
    };
  }

  @Nullable Encoded find(ResourceType type, String name) {
    if (inOrder(type)) {
      return adopted.find(type, name);
    }
    var newest = latest.find(type, name);
    return newest == null ? adopted.find(type, name) : newest;
  }

  /// Served for a while yet, though the latest publication has it no more.
  boolean leaving(ResourceType type, String name) {
    return !inOrder(type) && latest.find(type, name) == null && adopted.find(type, name) != null;
  }

  boolean behind() {
    return adopted.edition() != latest.edition();
  }
}
