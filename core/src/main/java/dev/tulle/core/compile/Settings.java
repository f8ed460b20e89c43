package dev.tulle.core.compile;

import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.ingress.IngressGateway;

/// What the compiler is told besides the objects.
public record Settings(
    String trustDomain, String clusterDomain, IngressGateway ingress, GatewaySettings gateways) {}
