package dev.tulle.server.stream;

import java.util.Map;
import java.util.Optional;

/// A response that its proxy has not answered yet: what each name in it held before, and the lowest
/// sequence number that waits for the answer.
record Flight(String nonce, Map<String, Sent> sent, long since) {

  record Sent(Encoded content, Optional<Holding> before) {}
}
