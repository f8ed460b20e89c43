@NullMarked
package dev.tulle.cli.proxy;

import org.jspecify.annotations.NullMarked;
