/// Where what belongs to a folder is kept.
@NullMarked
package dev.tulle.cli.instance;

import org.jspecify.annotations.NullMarked;
