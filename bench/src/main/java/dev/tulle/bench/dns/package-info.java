/// Load on the name server, over real sockets; how to run it is in the module's README.
@NullMarked
package dev.tulle.bench.dns;

import org.jspecify.annotations.NullMarked;
