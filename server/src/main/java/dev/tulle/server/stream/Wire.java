package dev.tulle.server.stream;

import com.google.protobuf.Message;
import dev.tulle.core.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.Map;
import java.util.Optional;

/// Between xDS messages and the words of [Conversation].
final class Wire {

  private Wire() {}

  /// One type's worth of a message from a proxy, before it is known whether we serve that type.
  record Received(String typeUrl, String node, int names, int longestName, Message message) {

    Request request(ResourceType type) {
      return switch (message) {
        case DeltaDiscoveryRequest delta -> Wire.request(type, delta);
        case DiscoveryRequest full -> Wire.request(type, full);
        default -> throw new IllegalStateException("no other message is ever received");
      };
    }
  }

  static Received received(Message message) {
    return switch (message) {
      case DeltaDiscoveryRequest delta -> {
        var names =
            delta.getResourceNamesSubscribeCount() + delta.getInitialResourceVersionsCount();
        var longest =
            Math.max(
                longest(delta.getResourceNamesSubscribeList()),
                longest(delta.getInitialResourceVersionsMap().keySet()));
        yield new Received(delta.getTypeUrl(), delta.getNode().getId(), names, longest, delta);
      }
      case DiscoveryRequest full -> {
        var names = full.getResourceNamesCount();
        var longest = longest(full.getResourceNamesList());
        yield new Received(full.getTypeUrl(), full.getNode().getId(), names, longest, full);
      }
      default -> throw new IllegalStateException("no other message is ever received");
    };
  }

  private static int longest(Iterable<String> names) {
    var longest = 0;
    for (var name : names) {
      longest = Math.max(longest, name.length());
    }
    return longest;
  }

  private static Request request(ResourceType type, DeltaDiscoveryRequest message) {
    return new Request.Delta(
        type,
        message.getResourceNamesSubscribeList(),
        message.getResourceNamesUnsubscribeList(),
        Map.copyOf(message.getInitialResourceVersionsMap()),
        message.getResponseNonce(),
        message.hasErrorDetail()
            ? Optional.of(message.getErrorDetail().getMessage())
            : Optional.empty());
  }

  private static Request request(ResourceType type, DiscoveryRequest message) {
    return new Request.Full(
        type,
        message.getResourceNamesList(),
        message.getResponseNonce(),
        message.hasErrorDetail()
            ? Optional.of(message.getErrorDetail().getMessage())
            : Optional.empty());
  }

  static DeltaDiscoveryResponse delta(Response response) {
    var message =
        DeltaDiscoveryResponse.newBuilder()
            .setTypeUrl(response.type().url())
            .setNonce(response.nonce())
            .setSystemVersionInfo(response.version())
            .addAllRemovedResources(response.removed());
    response.resources().forEach(resource -> message.addResources(resource.message()));
    return message.build();
  }

  static DiscoveryResponse full(Response response) {
    var message =
        DiscoveryResponse.newBuilder()
            .setTypeUrl(response.type().url())
            .setNonce(response.nonce())
            .setVersionInfo(response.version());
    response
        .resources()
        .forEach(resource -> message.addResources(resource.message().getResource()));
    return message.build();
  }
}
