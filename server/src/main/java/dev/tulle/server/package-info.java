@NullMarked
package dev.tulle.server;

import org.jspecify.annotations.NullMarked;
