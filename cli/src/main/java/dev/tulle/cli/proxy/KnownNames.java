package dev.tulle.cli.proxy;

import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.xds.Names;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What the names and addresses in a proxy's configuration stand for in its folder: the objects and
/// where they are written, and the pods behind addresses. No name of Envoy's is taken apart: those
/// that there can be are made from what is known, and looked up.
public final class KnownNames {

  private record Port(String shown, Origin origin) {}

  private final Map<String, String> places = new HashMap<>();
  private final Map<String, Port> ports = new HashMap<>();
  private final Map<String, String> pods = new HashMap<>();

  /// Names are as short as a client in `namespace` may write them.
  public KnownNames(StatusSnapshot status, String namespace) {
    for (var item : status.objects()) {
      places.put(
          new ObjectName(item.kind(), item.namespace(), item.name()).toString(),
          item.line() > 0 ? item.file() + ":" + item.line() : item.file());
    }
    for (var service : status.services()) {
      var host =
          service.namespace().equals(namespace)
              ? service.name()
              : service.name() + "." + service.namespace();
      for (var port : service.ports()) {
        addPort(service, host, port.substring(0, port.indexOf('/')));
      }
    }
    status.pods().stream()
        .filter(pod -> !pod.ip().isEmpty())
        .forEach(
            pod ->
                pods.put(
                    pod.ip(),
                    pod.namespace().equals(namespace)
                        ? pod.name()
                        : pod.name() + "." + pod.namespace()));
  }

  private void addPort(StatusSnapshot.Service service, String host, String number) {
    var name = new ObjectName("Service", service.namespace(), service.name());
    var port = new Port(host + ":" + number, written(name.toString()));
    ports.put(Names.cluster(new ServicePort(name, Integer.parseInt(number))), port);
    // what is dialled is a name, too
    ports.put(ConfigDump.address(service.address(), number), port);
  }

  /// A cluster, listener or route table as a person writes it, such as `backend:80`; Envoy's own
  /// name where it belongs to no Service.
  String shown(String name) {
    var port = ports.get(name);
    return port == null ? name : port.shown();
  }

  /// Of a resource that says itself which object it comes from, or has a Service's name; otherwise
  /// it is the same in every proxy.
  Origin origin(JsonNode resource, String name) {
    var port = ports.get(name);
    return origin(resource, port == null ? Origin.BUILT_IN : port.origin());
  }

  /// The same of a part of a resource, which has that one's origin where it says nothing itself.
  Origin origin(JsonNode part, Origin otherwise) {
    var object =
        part.path("metadata").path("filter_metadata").path("tulle.dev").path("object").asString("");
    return object.isEmpty() ? otherwise : written(object);
  }

  private Origin written(String object) {
    return new Origin(object, places.getOrDefault(object, ""));
  }

  /// The pod that has an address; empty where none has.
  String pod(String address) {
    return pods.getOrDefault(address, "");
  }
}
