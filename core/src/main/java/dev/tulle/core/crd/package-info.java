/// Our own kinds of objects, as they are written and as what they say.
@NullMarked
package dev.tulle.core.crd;

import org.jspecify.annotations.NullMarked;
