/// One folder that runs on this machine: where what belongs to it is kept, and who is who in it.
@NullMarked
package dev.tulle.cli.instance;

import org.jspecify.annotations.NullMarked;
