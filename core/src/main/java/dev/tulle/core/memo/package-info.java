/// Reuse of a step's output while its declared input is equal.
@NullMarked
package dev.tulle.core.memo;

import org.jspecify.annotations.NullMarked;
