/// The subcommands, one file each: what they are called, take, print and end with.
@NullMarked
package dev.tulle.cli.command;

import org.jspecify.annotations.NullMarked;
