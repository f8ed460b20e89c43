package dev.tulle.cli.cluster;

import java.nio.file.Path;

/// What `tulle controller` was started with. `namespace` is its own, `pod` the name of its pod,
/// `state` a directory in which it keeps what must not be lost, `ingressClass` the IngressClass
/// that it serves.
public record ControllerOptions(
    String namespace,
    String pod,
    String clusterDomain,
    String ingressClass,
    int xdsPort,
    int httpPort,
    Path state) {}
