/// Gateway API becomes listeners, routes, clusters and statuses.
@NullMarked
package dev.tulle.core.gateway;

import org.jspecify.annotations.NullMarked;
