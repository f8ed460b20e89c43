/// Golden cases: YAML in, Envoy's configuration and statuses out, and the laws that hold for all.
@NullMarked
package dev.tulle.core.cases;

import org.jspecify.annotations.NullMarked;
