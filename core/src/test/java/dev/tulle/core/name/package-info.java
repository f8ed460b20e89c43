@NullMarked
package dev.tulle.core.name;

import org.jspecify.annotations.NullMarked;
