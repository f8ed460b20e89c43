/// World in, mesh and statuses out: the only place that knows the order of the steps.
@NullMarked
package dev.tulle.core.compile;

import org.jspecify.annotations.NullMarked;
