@NullMarked
package dev.tulle.server.deploy;

import org.jspecify.annotations.NullMarked;
