/// The `tulle` program: its entry, and how it tells a user what went wrong.
@NullMarked
package dev.tulle.cli;

import org.jspecify.annotations.NullMarked;
