package dev.tulle.core.status;

import dev.tulle.core.name.ObjectName;
import java.util.List;

/// What the status of a kind has besides the conditions of the object itself.
public sealed interface StatusDetail {

  /// Nothing.
  record None() implements StatusDetail {}

  /// `supportedFeatures` are names of the Gateway API, in ascending order.
  record OfGatewayClass(List<String> supportedFeatures) implements StatusDetail {
    public OfGatewayClass {
      supportedFeatures = List.copyOf(supportedFeatures);
    }
  }

  /// `addresses` are where clients reach the Gateway; `listeners` its own ones.
  record OfGateway(
      List<GatewayAddress> addresses, List<ListenerStatus> listeners, int attachedListenerSets)
      implements StatusDetail {
    public OfGateway {
      addresses = List.copyOf(addresses);
      listeners = List.copyOf(listeners);
    }
  }

  record OfListenerSet(List<ListenerStatus> listeners) implements StatusDetail {
    public OfListenerSet {
      listeners = List.copyOf(listeners);
    }
  }

  /// Of a route, one for each of its parents that are ours; of a policy, one for each of its
  /// ancestors.
  record ByParent(List<ParentStatus> parents) implements StatusDetail {
    public ByParent {
      parents = List.copyOf(parents);
    }
  }

  /// Where clients reach an Ingress: at the addresses of a Service.
  record LoadBalancer(ObjectName service, List<GatewayAddress> addresses) implements StatusDetail {
    public LoadBalancer {
      addresses = List.copyOf(addresses);
    }
  }
}
