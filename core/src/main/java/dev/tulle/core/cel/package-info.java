/// The Common Expression Language, as far as the rules of CustomResourceDefinitions use it: text to
/// an expression, an expression to a value.
@NullMarked
package dev.tulle.core.cel;

import org.jspecify.annotations.NullMarked;
