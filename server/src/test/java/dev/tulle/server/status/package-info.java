@NullMarked
package dev.tulle.server.status;

import org.jspecify.annotations.NullMarked;
