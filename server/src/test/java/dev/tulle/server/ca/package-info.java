@NullMarked
package dev.tulle.server.ca;

import org.jspecify.annotations.NullMarked;
