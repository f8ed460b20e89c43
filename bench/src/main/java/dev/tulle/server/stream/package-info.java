/// Benchmarks of what the stream package keeps to itself.
@NullMarked
package dev.tulle.server.stream;

import org.jspecify.annotations.NullMarked;
