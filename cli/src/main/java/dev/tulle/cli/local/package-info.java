/// The local runner: pods as processes in network namespaces, Envoys beside them, the same control
/// plane as in a cluster.
@NullMarked
package dev.tulle.cli.local;

import org.jspecify.annotations.NullMarked;
