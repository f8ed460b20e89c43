/// The name server of an instance as a process of its own: it goes on while nobody runs `up`, and
/// is told of each change by the `up` that runs.
@NullMarked
package dev.tulle.cli.local.names;

import org.jspecify.annotations.NullMarked;
