@NullMarked
package dev.tulle.server.loop;

import org.jspecify.annotations.NullMarked;
