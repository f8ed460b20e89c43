package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;

/// One port of one Service: what a route sends to, and what a cluster is.
public record ServicePort(ObjectName service, int port) implements Comparable<ServicePort> {

  @Override
  public int compareTo(ServicePort other) {
    int byService = service.compareTo(other.service);
    return byService != 0 ? byService : Integer.compare(port, other.port);
  }

  @Override
  public String toString() {
    return service + ":" + port;
  }
}
