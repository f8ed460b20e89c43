@NullMarked
package dev.tulle.server.trust;

import org.jspecify.annotations.NullMarked;
