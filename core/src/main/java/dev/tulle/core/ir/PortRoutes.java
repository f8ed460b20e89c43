package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/// The routes that are attached to a Service port for requests inside the mesh, in the order in
/// which they are tried. Those of the Service's own namespace are for all clients; those of a
/// client's namespace are for clients there, in place of the others.
public record PortRoutes(
    Optional<List<Route>> ofProducer, SortedMap<String, List<Route>> ofConsumers) {

  public PortRoutes {
    ofProducer = ofProducer.map(List::copyOf);
  }

  /// Empty where none is for clients of this namespace, so that all goes to the port itself.
  public Optional<List<Route>> in(String namespace) {
    var own = ofConsumers.get(namespace);
    return own == null ? ofProducer : Optional.of(own);
  }

  /// The object that the first of them comes from, that of the producer where it has one.
  public Optional<ObjectName> origin() {
    return all().map(Route::origin).findFirst();
  }

  /// All that any of them sends to.
  public Stream<Upstream> upstreams() {
    return all().flatMap(Route::upstreams);
  }

  public Stream<Route> all() {
    return Stream.concat(ofProducer.stream(), ofConsumers.values().stream()).flatMap(List::stream);
  }
}
