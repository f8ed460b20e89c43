/// Envoys as processes, without an Envoy.
@NullMarked
package dev.tulle.cli.local.proxy;

import org.jspecify.annotations.NullMarked;
