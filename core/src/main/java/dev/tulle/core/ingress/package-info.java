/// Ingress and IngressClass become gateways, route tables and certificates.
@NullMarked
package dev.tulle.core.ingress;

import org.jspecify.annotations.NullMarked;
