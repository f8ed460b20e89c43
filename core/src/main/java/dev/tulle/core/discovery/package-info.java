/// Service and EndpointSlice become services with ports and endpoints.
@NullMarked
package dev.tulle.core.discovery;

import org.jspecify.annotations.NullMarked;
