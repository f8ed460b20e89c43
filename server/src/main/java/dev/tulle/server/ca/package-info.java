/// The certificate authority of the mesh: one root, and short-lived certificates for SPIFFE ids.
@NullMarked
package dev.tulle.server.ca;

import org.jspecify.annotations.NullMarked;
