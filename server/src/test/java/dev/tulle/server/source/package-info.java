@NullMarked
package dev.tulle.server.source;

import org.jspecify.annotations.NullMarked;
