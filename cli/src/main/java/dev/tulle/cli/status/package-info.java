/// What a running folder looks like from outside: one snapshot, and the file in which `up` keeps it
/// for other commands.
@NullMarked
package dev.tulle.cli.status;

import org.jspecify.annotations.NullMarked;
