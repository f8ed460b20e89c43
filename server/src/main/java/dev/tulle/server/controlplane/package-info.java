/// Compiler, loop and xDS server put together: the control plane, wherever its changes come from.
@NullMarked
package dev.tulle.server.controlplane;

import org.jspecify.annotations.NullMarked;
