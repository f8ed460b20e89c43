package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import java.util.List;

/// One message to a proxy. In state-of-the-world `removed` is always empty, and of listeners and
/// clusters `resources` are all that there are.
record Response(
    ResourceType type,
    String nonce,
    String version,
    List<Encoded> resources,
    List<String> removed) {}
