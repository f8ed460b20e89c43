/// What became of each object: conditions and findings, as data without timestamps.
@NullMarked
package dev.tulle.core.status;

import org.jspecify.annotations.NullMarked;
