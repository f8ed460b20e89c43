/// An API server as a source: informers, projected records, and what is referenced.
@NullMarked
package dev.tulle.server.kube;

import org.jspecify.annotations.NullMarked;
