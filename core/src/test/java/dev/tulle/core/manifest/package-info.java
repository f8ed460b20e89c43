@NullMarked
package dev.tulle.core.manifest;

import org.jspecify.annotations.NullMarked;
