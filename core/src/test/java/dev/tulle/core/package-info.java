@NullMarked
package dev.tulle.core;

import org.jspecify.annotations.NullMarked;
