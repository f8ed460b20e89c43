/// What Tulle's container images are made of, and how they are written: without a base image, a
/// container engine or a registry. The same input gives the same bytes.
@NullMarked
package dev.tulle.packaging;

import org.jspecify.annotations.NullMarked;
