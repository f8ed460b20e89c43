/// The text of manifest files as Kubernetes objects with the lines they stand on, refused and
/// defaulted as an API server would.
@NullMarked
package dev.tulle.core.manifest;

import org.jspecify.annotations.NullMarked;
