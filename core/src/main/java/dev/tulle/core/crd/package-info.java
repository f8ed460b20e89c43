/// Kinds of objects that Kubernetes' model has no classes for, our own among them, as they are
/// written and as what they say.
@NullMarked
package dev.tulle.core.crd;

import org.jspecify.annotations.NullMarked;
