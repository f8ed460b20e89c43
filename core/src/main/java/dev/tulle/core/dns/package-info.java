/// The names of a cluster: Services and their endpoints become a name table, and a question a pure
/// answer, as the Kubernetes DNS specification 1.1.0 has it.
@NullMarked
package dev.tulle.core.dns;

import org.jspecify.annotations.NullMarked;
