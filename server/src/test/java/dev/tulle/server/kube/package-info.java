@NullMarked
package dev.tulle.server.kube;

import org.jspecify.annotations.NullMarked;
