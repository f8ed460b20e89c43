package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import java.util.Deque;
import java.util.List;

/// A proxy of a random history: connects, takes responses, and has requests to deliver.
interface ModelProxy {

  /// In which an Envoy asks.
  List<ResourceType> ORDER =
      List.of(
          ResourceType.CLUSTER, ResourceType.ENDPOINT, ResourceType.LISTENER, ResourceType.ROUTE);

  /// Starts a new stream with what it still has from the one before.
  void connect();

  void take(Response response);

  /// Requests that are on their way, first sent first.
  Deque<Request> out();

  /// Goes on without what it waited for; false when it waited for nothing.
  boolean timeOut();

  boolean incremental();
}
