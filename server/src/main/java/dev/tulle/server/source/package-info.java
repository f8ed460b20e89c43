/// Where objects come from: a folder of manifests, read once or watched.
@NullMarked
package dev.tulle.server.source;

import org.jspecify.annotations.NullMarked;
