package dev.tulle.server.deploy;

import dev.tulle.server.trust.ControlPlaneNames;

/// What is the same for all proxies of a cluster: where their control plane is, what they run, and
/// the certificate in PEM that they trust it by.
public record FleetSite(ControlPlaneNames controlPlane, int xdsPort, String image, String root) {}
