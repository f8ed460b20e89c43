/// What the Envoys of a running folder really have: asked on their admin sockets, and told in the
/// words of the folder.
@NullMarked
package dev.tulle.cli.proxy;

import org.jspecify.annotations.NullMarked;
