/// What a cluster lacks for Tulle to run in it, told before anything breaks.
@NullMarked
package dev.tulle.cli.check;

import org.jspecify.annotations.NullMarked;
