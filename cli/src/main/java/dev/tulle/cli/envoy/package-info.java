/// The Envoy that is run, and the programs of this machine that running it and pods needs.
@NullMarked
package dev.tulle.cli.envoy;

import org.jspecify.annotations.NullMarked;
