package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a proxy says about one type of resource. `refusal` holds Envoy's words where it refused the
/// response that carried `nonce`.
sealed interface Request {

  ResourceType type();

  String nonce();

  Optional<String> refusal();

  /// Incremental: names that come and go, and on a type's first request the versions of what the
  /// proxy still has from before.
  record Delta(
      ResourceType type,
      List<String> subscribe,
      List<String> unsubscribe,
      Map<String, String> held,
      String nonce,
      Optional<String> refusal)
      implements Request {}

  /// State of the world: all names that the proxy wants from now on.
  record Full(ResourceType type, List<String> names, String nonce, Optional<String> refusal)
      implements Request {}
}
