/// The name server of a cluster's pods: sockets, and what other servers say of other names.
@NullMarked
package dev.tulle.server.dns;

import org.jspecify.annotations.NullMarked;
