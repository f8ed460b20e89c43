/// How a command ends: its exit code, and the three sentences of a failure.
@NullMarked
package dev.tulle.cli.outcome;

import org.jspecify.annotations.NullMarked;
