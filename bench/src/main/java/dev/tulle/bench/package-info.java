/// Benchmarks of the compiler; how to run them is in the module's README.
@NullMarked
package dev.tulle.bench;

import org.jspecify.annotations.NullMarked;
