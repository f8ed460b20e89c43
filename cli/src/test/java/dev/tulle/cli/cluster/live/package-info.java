/// Tulle as it is installed in a real cluster, with pods that run.
@NullMarked
package dev.tulle.cli.cluster.live;

import org.jspecify.annotations.NullMarked;
