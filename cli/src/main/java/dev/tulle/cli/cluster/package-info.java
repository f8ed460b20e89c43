/// The composition of `tulle controller`: the control plane as it runs in a cluster.
@NullMarked
package dev.tulle.cli.cluster;

import org.jspecify.annotations.NullMarked;
