/// The `tulle` program, and nothing but its entry.
@NullMarked
package dev.tulle.cli;

import org.jspecify.annotations.NullMarked;
