/// gRPC's own xDS client against the whole control plane in process.
@NullMarked
package dev.tulle.server.grpc;

import org.jspecify.annotations.NullMarked;
