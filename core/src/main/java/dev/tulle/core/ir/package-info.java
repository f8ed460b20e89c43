/// The resolved mesh: sealed types and records in which every reference exists and is allowed.
@NullMarked
package dev.tulle.core.ir;

import org.jspecify.annotations.NullMarked;
