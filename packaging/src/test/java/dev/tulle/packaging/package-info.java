@NullMarked
package dev.tulle.packaging;

import org.jspecify.annotations.NullMarked;
