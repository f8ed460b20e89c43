/// Trust inside a cluster: tokens that the API server reviews, and the root of the mesh in a
// Secret.
@NullMarked
package dev.tulle.server.trust;

import org.jspecify.annotations.NullMarked;
