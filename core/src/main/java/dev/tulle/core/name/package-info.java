/// Small value types that every layer speaks.
@NullMarked
package dev.tulle.core.name;

import org.jspecify.annotations.NullMarked;
