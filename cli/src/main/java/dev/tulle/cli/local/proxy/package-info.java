/// Envoys as processes of this machine: started, watched, adopted from a former run.
@NullMarked
package dev.tulle.cli.local.proxy;

import org.jspecify.annotations.NullMarked;
