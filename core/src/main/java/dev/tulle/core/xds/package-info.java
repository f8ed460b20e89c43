/// What Envoy is sent: resources of each scope, in the order of the wire.
@NullMarked
package dev.tulle.core.xds;

import org.jspecify.annotations.NullMarked;
