/// The program as a user runs it, with real Envoys and real traffic. Needs root and network
/// namespaces.
@NullMarked
package dev.tulle.cli.e2e;

import org.jspecify.annotations.NullMarked;
