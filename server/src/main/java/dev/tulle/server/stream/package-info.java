/// The xDS server: delta and state-of-the-world, aggregated and per type, over gRPC.
///
/// Start reading at [Conversation]: it is the whole protocol, pure. [ProxyStream] drives one for
/// each stream, [Publications] is where the loop hands in what is to be served; what stands in for
/// content that a proxy has refused is said by [Quarantine].
@NullMarked
package dev.tulle.server.stream;

import org.jspecify.annotations.NullMarked;
