package dev.tulle.server.stream;

import io.grpc.Status;

/// What a stream hands to the transport.
sealed interface Frame {

  record Message(com.google.protobuf.Message message) implements Frame {}

  /// Ends the stream at once, with what is queued for it: gRPC resets a stream whose message cannot
  /// be encoded, and a server has no other way to say so.
  record Reset(Status status) implements Frame {}
}
