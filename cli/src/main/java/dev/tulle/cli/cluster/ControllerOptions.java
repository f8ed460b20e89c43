package dev.tulle.cli.cluster;

/// What `tulle controller` was started with. `namespace` is its own, `pod` the name of its pod,
/// `ingressClass` the IngressClass that it serves, `proxyImage` what the proxies of gateways run.
public record ControllerOptions(
    String namespace,
    String pod,
    String clusterDomain,
    String ingressClass,
    int xdsPort,
    int httpPort,
    String proxyImage) {}
