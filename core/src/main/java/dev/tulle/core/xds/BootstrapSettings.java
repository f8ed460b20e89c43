package dev.tulle.core.xds;

import dev.tulle.core.name.SpiffeId;

/// What the bootstrap of one proxy follows from. `certificates` is a directory with `tls.crt`,
/// `tls.key` and `ca.crt`, whose files are replaced by renaming others over them; `admin` is the
/// path of the Unix socket of Envoy's admin page, and `xds` of the one it is configured over.
public record BootstrapSettings(
    String nodeId,
    String cluster,
    String xds,
    String admin,
    String certificates,
    SpiffeId server,
    long maxHeapBytes) {}
