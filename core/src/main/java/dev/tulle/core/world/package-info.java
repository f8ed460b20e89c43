/// One immutable snapshot of every input object by kind and name, with its indexes.
@NullMarked
package dev.tulle.core.world;

import org.jspecify.annotations.NullMarked;
