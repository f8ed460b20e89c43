package dev.tulle.core.ir;

import java.util.List;
import java.util.Map;

/// Which endpoints of a Service port a client uses, by where the client is.
public sealed interface Reach {

  /// In the order of endpoints; empty where the client reaches none.
  List<Endpoint> at(Place place);

  /// The same for all clients.
  record Everywhere(List<Endpoint> endpoints) implements Reach {
    public Everywhere {
      endpoints = List.copyOf(endpoints);
    }

    @Override
    public List<Endpoint> at(Place place) {
      return endpoints;
    }
  }

  /// The client's node decides, where it is among these, else its zone, where that is.
  record ByPlace(
      Map<String, List<Endpoint>> byNode,
      Map<String, List<Endpoint>> byZone,
      List<Endpoint> elsewhere)
      implements Reach {
    public ByPlace {
      byNode = Map.copyOf(byNode);
      byZone = Map.copyOf(byZone);
      elsewhere = List.copyOf(elsewhere);
    }

    @Override
    public List<Endpoint> at(Place place) {
      var ofNode = byNode.get(place.node());
      return ofNode != null ? ofNode : byZone.getOrDefault(place.zone(), elsewhere);
    }
  }
}
