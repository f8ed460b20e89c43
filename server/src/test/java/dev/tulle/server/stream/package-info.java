@NullMarked
package dev.tulle.server.stream;

import org.jspecify.annotations.NullMarked;
