package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.Comparator;

/// One port of one Service: what a route sends to, and what a cluster is.
public record ServicePort(ObjectName service, int port) implements Comparable<ServicePort> {

  private static final Comparator<ServicePort> ORDER =
      Comparator.comparing(ServicePort::service).thenComparingInt(ServicePort::port);

  @Override
  public int compareTo(ServicePort other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return service + ":" + port;
  }
}
