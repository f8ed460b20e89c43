@NullMarked
package dev.tulle.cli.cluster;

import org.jspecify.annotations.NullMarked;
