/// What `tulle install` prints: the chart, rendered as Helm renders it, by an interpreter of that
/// part of Helm's template language which the chart uses.
@NullMarked
package dev.tulle.cli.install;

import org.jspecify.annotations.NullMarked;
