/// A folder as it would run, without running it.
@NullMarked
package dev.tulle.cli.offline;

import org.jspecify.annotations.NullMarked;
