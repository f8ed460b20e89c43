/// A program that loads an HTTP server and says how long its answers took.
@NullMarked
package dev.tulle.bench.load;

import org.jspecify.annotations.NullMarked;
